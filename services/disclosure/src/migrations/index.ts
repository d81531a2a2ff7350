import { Disclosure1764000000200 } from './1764000000200-disclosure';

export const migrations = [Disclosure1764000000200];
