import { ChunkCounts1764000900000 } from './chunk-counts-1764000900000';
import { FaultyRows1764000400000 } from './faulty-rows-1764000400000';
import { LaterAnswers1764000200000 } from './later-answers-1764000200000';
import { LinesOfAccount1764001000000 } from './lines-of-account-1764001000000';
import { MyLines1764000700000 } from './my-lines-1764000700000';
import { Orders1764000100000 } from './orders-1764000100000';
import { PeopleCounted1764000800000 } from './people-counted-1764000800000';
import { Rolls1764000000000 } from './rolls-1764000000000';

export const migrations = [
  Rolls1764000000000,
  Orders1764000100000,
  LaterAnswers1764000200000,
  FaultyRows1764000400000,
  MyLines1764000700000,
  PeopleCounted1764000800000,
  ChunkCounts1764000900000,
  LinesOfAccount1764001000000,
];
