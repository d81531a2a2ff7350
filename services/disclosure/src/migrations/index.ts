import { Disclosure1764000000200 } from './1764000000200-disclosure';
import { RollSum1764000600000 } from './1764000600000-roll-sum';
import { PublicPages1764000900000 } from './1764000900000-public-pages';
import { CaseTransfer1764001000000 } from './1764001000000-case-transfer';

export const migrations = [Disclosure1764000000200, RollSum1764000600000, PublicPages1764000900000, CaseTransfer1764001000000];
