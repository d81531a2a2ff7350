import { Controller } from '@nestjs/common';
import { notice, type NoticeState } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Consumes } from '@one-card/kafka';
import { RollService } from '../roll/roll.service';
import { Holds, type HoldState } from './holds';

const DECISIONS = { open: null, upheld: 'confirmed', refused: 'dismissed' } as const;

const heldBy = ({ batchId, rollId, objections }: NoticeState): HoldState[] =>
  objections.map(({ id, line, state }) => ({ kind: 'objection', ref: id, line, batchId, rollId, rule: 'objection', decision: DECISIONS[state] }));

@Controller()
export class NoticeConsumer {
  constructor(
    private readonly rolls: RollService,
    private readonly holds: Holds,
  ) {}

  /** A notice with an open objection closes all the same: the objection holds its line only. */
  @Consumes(notice)
  async heard(state: NoticeState, tx: Transaction): Promise<void> {
    if (state.state !== 'requested' && state.state !== 'open') await this.rolls.noticeClosed(state, tx);
    await this.holds.set(tx, state.countyCode, heldBy(state));
  }
}
