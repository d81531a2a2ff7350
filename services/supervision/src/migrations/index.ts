import { Supervision1764000000000 } from './supervision-1764000000000';

export const migrations = [Supervision1764000000000];
