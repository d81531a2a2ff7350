import { Injectable } from '@nestjs/common';
import { notice, type NoticeState } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';
import type { Post } from '@one-card/domain';
import { type Actor, Authority, type Held, holdings, notFound } from '@one-card/service';
import { ObjectionEntity } from '../objection/objection.entity';
import { NoticeEntity } from './notice.entity';
import { refusedMove, superseded } from './notice.errors';
import { closesAt } from './notice.rules';
import { type NoticeContext, noticeStates } from './notice.states';

const CLOSE_AT_ONCE = 200;
const POSTERS: readonly Post[] = ['township-clerk', 'publisher'];

@Injectable()
export class NoticeService {
  constructor(private readonly authority: Authority) {}

  /** Locked to the end of the transaction: whatever changes a notice does so one after another. */
  async locked(id: string, tx: Transaction): Promise<NoticeEntity> {
    const found = await tx.manager.findOne(NoticeEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (found === null || found.state === 'gathering') throw notFound({ zh: '公示', en: 'notice' }, id);
    if (found.superseded) throw superseded();
    return found;
  }

  /** All chunks of its list are in. */
  async complete(gathered: NoticeEntity, tx: Transaction): Promise<void> {
    const to = moved(gathered, 'complete', await contextOf(gathered, tx), ['system']);
    await this.save({ ...gathered, state: to }, tx);
  }

  /** Somebody hung it up, with a photograph of the board: from now on its window runs. */
  async post(id: string, what: { evidenceSha256: string; note: string }, actor: Actor, tx: Transaction): Promise<NoticeEntity> {
    const waiting = await this.locked(id, tx);
    const held = await this.posterOf(waiting, actor, tx);
    const post = held.post as Post;
    const to = moved(waiting, 'post', await contextOf(waiting, tx), [post], { evidence: what.evidenceSha256 });
    const openedAt = await tx.now();
    const postedBy = { actor: actor.id, name: actor.name, post };
    return this.save({ ...waiting, ...what, state: to, openedAt, closesAt: closesAt(openedAt, waiting.days), postedBy }, tx);
  }

  /** Closes those whose window is over; true when there may be more. An open objection holds its line, never the notice. */
  async closeDue(tx: Transaction): Promise<boolean> {
    const due = await tx.query<{ id: string; now: Date }>(sql`
      SELECT id, business_now() AS now
      FROM notice
      WHERE state = 'open' AND NOT superseded AND closes_at <= business_now()
      ORDER BY closes_at, id
      LIMIT ${CLOSE_AT_ONCE}
      FOR UPDATE SKIP LOCKED`);
    for (const { id, now } of due) {
      const open = await this.locked(id, tx);
      await this.save({ ...open, state: moved(open, 'close', { ...open, now }, ['system']) }, tx);
    }
    return due.length === CLOSE_AT_ONCE;
  }

  /** Keeps a notice that changed and tells of it, with all its objections. */
  async save(changed: NoticeEntity, tx: Transaction): Promise<NoticeEntity> {
    const next = { ...changed, version: changed.version + 1 };
    await tx.manager.update(NoticeEntity, { id: next.id }, next);
    await tx.publish(notice, stateOf(next, await objectionsOf(next.id, tx)));
    return next;
  }

  /** Township clerk and publisher for the division; a village agent where the list holds only villages that they look after. */
  private async posterOf(of: NoticeEntity, actor: Actor, tx: Transaction): Promise<Held> {
    for (const held of holdings(actor, 'village-agent')) if (await this.coversAllListed(held, of, tx)) return held;
    return this.authority.require(actor, POSTERS, { division: of.divisionCode });
  }

  private async coversAllListed(held: Held, { id }: NoticeEntity, tx: Transaction): Promise<boolean> {
    const villages = await tx.query<{ code: string }>(sql`SELECT DISTINCT unnest(village_code) AS code FROM listed_chunk WHERE notice_id = ${id}`);
    for (const { code } of villages) if (!(await this.authority.covers(held, code))) return false;
    return villages.length > 0;
  }
}

const contextOf = async ({ basis, closesAt: closing }: NoticeEntity, tx: Transaction): Promise<NoticeContext> => ({
  basis,
  closesAt: closing,
  now: await tx.now(),
});

function moved(
  of: NoticeEntity,
  event: 'complete' | 'post' | 'close',
  context: NoticeContext,
  posts: readonly (Post | 'system')[],
  input?: { evidence: string },
) {
  const next = noticeStates.next(of.state, event, context, posts, input);
  if (!next.ok) throw refusedMove(next);
  return next.to;
}

async function objectionsOf(noticeId: string, tx: Transaction): Promise<NoticeState['objections']> {
  const found = await tx.manager.find(ObjectionEntity, { where: { noticeId }, order: { receivedAt: 'ASC', id: 'ASC' } });
  return found.map(({ id, line, state, reason }) => ({ id, line: Number(line), state, reason }));
}

function stateOf(of: NoticeEntity, objections: NoticeState['objections']): NoticeState {
  if (of.state === 'gathering') throw new Error(`notice ${of.id} is not complete`);
  return {
    ...of,
    state: of.state,
    listed: { count: of.listedCount, amountFen: of.listedFen },
    openedAt: of.openedAt?.toISOString() ?? null,
    closesAt: of.closesAt?.toISOString() ?? null,
    objections,
  };
}
