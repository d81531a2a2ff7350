import { Rolls1764000000000 } from './rolls-1764000000000';

export const migrations = [Rolls1764000000000];
