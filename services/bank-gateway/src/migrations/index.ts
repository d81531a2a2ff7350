import { Banks1764000000000 } from './1764000000000-banks';
import { FileParts1764100000000 } from './1764100000000-file-parts';

export const migrations = [Banks1764000000000, FileParts1764100000000];
