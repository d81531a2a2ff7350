import { Ledger1764000000100 } from './1764000000100-ledger';

export const migrations = [Ledger1764000000100];
