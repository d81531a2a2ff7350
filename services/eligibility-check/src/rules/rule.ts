import type { DATASETS, PolicyVersion, SCREENING_RULES } from '@one-card/contracts';
import type { Sql } from '@one-card/database';

export type RuleCode = (typeof SCREENING_RULES)[number];
export type Decision = 'confirmed' | 'dismissed';
export type Dataset = (typeof DATASETS)[number];

/** The fields compared, as a page shows them; never an identity, card or account number. */
export type HitRecord = Readonly<Record<string, string>>;

export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** One chunk of a roll, when it arrives. */
export interface ChunkScope {
  readonly countyCode: string;
  readonly chunkId: string;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly policy: PolicyVersion;
  readonly periodFrom: string;
  readonly periodTo: string;
  readonly today: string;
}

/** A whole roll revision, when its last chunk is in. */
export interface RollScope {
  readonly countyCode: string;
  readonly rollId: string;
  readonly revision: number;
  readonly policy: PolicyVersion;
  readonly fromMonth: number;
  readonly toMonth: number;
  /** Codes of policies that exclude this one, or that it excludes. */
  readonly partners: readonly string[];
}

/**
 * A rule is data with its reason. Its statement answers `line, other_line, import_id, record`: the lines hit, the other line of a pair,
 * the import whose record was compared, and the fields of that record as text.
 */
export interface ScreeningRule {
  readonly code: RuleCode;
  readonly name: Words;
  readonly explains: Words;
  readonly needs: readonly Dataset[];
  /**
   * Decisions that a clerk may take of several of its hits together, with one reason. Only where the record settles the matter alike for all
   * of them: what turns on somebody's own circumstances is decided one by one.
   */
  readonly inBulk: readonly Decision[];
  /** About one line: run with its chunk. */
  readonly inChunk?: (scope: ChunkScope) => Sql | undefined;
  /** Across lines: run once when all chunks of the roll are in. */
  readonly acrossLines?: (scope: RollScope) => Sql | undefined;
  /** Plain words for the clerk who decides. */
  readonly says: (record: HitRecord) => Words;
}

export const defineRule = (rule: ScreeningRule): ScreeningRule => rule;
