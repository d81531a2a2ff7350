import type { BATCH_KINDS, BATCH_STATES, ChainStep, ROLL_STATES } from '@one-card/contracts';

export type BatchStateName = (typeof BATCH_STATES)[number];
export type RollStateName = (typeof ROLL_STATES)[number];

/** A row of `batch`. */
export interface BatchRow {
  id: string;
  county_code: string;
  project_id: string;
  policy_code: string;
  policy_name: string;
  policy_version_id: string;
  department: string;
  seq: number;
  kind: (typeof BATCH_KINDS)[number];
  period_from: string;
  period_to: string;
  chain: ChainStep[];
  state: BatchStateName;
  step: number;
  version: number;
  due_at: Date | null;
  resume_state: BatchStateName | null;
  resume_step: number | null;
  resume_digest: string | null;
  opened_by: string;
  opened_at: Date;
}

/** A row of `roll`; `amount_fen` comes as digits. */
export interface RollRow {
  id: string;
  county_code: string;
  batch_id: string;
  division_code: string;
  division_name: string;
  state: RollStateName;
  step: number;
  revision: number;
  digest: string | null;
  upload_sha256: string | null;
  entered_by: string | null;
  lines: number;
  amount_fen: string;
  due_at: Date | null;
  notice_id: string | null;
  resume_step: number | null;
  resume_digest: string | null;
}

/** Who acts, by which post. */
export interface ActedBy {
  actor: string;
  name: string;
  post: string;
}

/** An act as the batch's record keeps it. */
export interface ActRow {
  roll_id: string | null;
  act: string;
  actor: string | null;
  post: string | null;
}
