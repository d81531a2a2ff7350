import type { LockedBatch } from '../batch/batches';
import type { ActedBy, RollRow, RollStateName } from '../batch/batch.row';
import { rollSteps } from '../batch/chain';
import { refused } from '../batch/refusals';
import type { Mover } from '@one-card/domain';
import { notFound } from '@one-card/service';
import { type RollAct, type RollMove, rollStates } from './roll.states';

/** What a person brings to a move. */
export interface MoveInput {
  readonly by?: ActedBy;
  readonly digestSeen?: string;
  readonly reason?: string;
  /** who approved this digest at another step */
  readonly approvedBy?: readonly string[];
  readonly reviewed?: boolean;
}

/** Sent again unchanged it resumes where it was sent back; a changed one needs every review and notice again. */
export const resumeStepOf = (roll: RollRow): number | null => (roll.digest !== null && roll.digest === roll.resume_digest ? roll.resume_step : null);

/** Asks the state table; a move that it refuses is thrown as an error for people. */
export function moveRoll(locked: LockedBatch, rollId: string, act: RollAct, input: MoveInput = {}): { roll: RollRow; to: RollStateName } {
  const roll = locked.rolls.find(({ id }) => id === rollId);
  if (roll === undefined) throw notFound({ zh: '花名册', en: 'roll' }, rollId);
  const move: RollMove = {
    step: roll.step,
    steps: rollSteps(locked.batch.chain),
    resumeStep: resumeStepOf(roll),
    actor: input.by?.actor ?? 'system',
    enteredBy: roll.entered_by === null ? [] : [roll.entered_by],
    approvedBy: input.approvedBy ?? [],
    reviewed: input.reviewed ?? false,
    digest: roll.digest,
    digestSeen: input.digestSeen ?? null,
    batchIssued: locked.batch.state === 'issued',
  };
  const mover = (input.by?.post ?? 'system') as Mover;
  const moved = rollStates.next(roll.state, act, move, [mover], { reason: input.reason });
  if (!moved.ok) throw refused(moved);
  return { roll, to: moved.to };
}
