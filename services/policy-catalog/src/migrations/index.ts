import { Catalog1764000000100 } from './1764000000100-catalog';

export const migrations = [Catalog1764000000100];
