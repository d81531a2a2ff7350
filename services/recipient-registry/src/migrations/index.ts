import { Proof1764000600000 } from './proof-1764000600000';
import { Register1764000000000 } from './register';

import { MatchedChunks1764000500000 } from './matched-chunks-1764000500000';

export const migrations = [Register1764000000000, MatchedChunks1764000500000, Proof1764000600000];
