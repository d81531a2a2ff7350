import { BatchNamed1764000600000 } from './batch-named-1764000600000';
import { ChunkWatch1764000500000 } from './chunk-watch-1764000500000';
import { HeardOnce1764001000000 } from './heard-once-1764001000000';
import { Supervision1764000000000 } from './supervision-1764000000000';

export const migrations = [Supervision1764000000000, ChunkWatch1764000500000, BatchNamed1764000600000, HeardOnce1764001000000];
