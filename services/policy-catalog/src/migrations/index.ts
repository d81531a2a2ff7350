import { Catalog1764000000100 } from './1764000000100-catalog';
import { WordsForPeople1764000500000 } from './1764000500000-words-for-people';

export const migrations = [Catalog1764000000100, WordsForPeople1764000500000];
