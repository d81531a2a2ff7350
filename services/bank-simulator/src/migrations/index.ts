import { Ledger1764000000100 } from './1764000000100-ledger';
import { LeanLedger1764100000100 } from './1764100000100-lean-ledger';
import { Withdrawals1764200000100 } from './1764200000100-withdrawals';

export const migrations = [Ledger1764000000100, LeanLedger1764100000100, Withdrawals1764200000100];
