import { Banks1764000000000 } from './1764000000000-banks';

export const migrations = [Banks1764000000000];
