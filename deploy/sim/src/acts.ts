import { createHash } from 'node:crypto';
import type { Actor } from '@one-card/service';
import { rollFile, type Township } from './county';
import { act, actors, type Answer, type Command } from './people';
import type { Platform } from './platform';
import type { Random } from './random';
import { PEOPLE, type Schedule } from './schedule';
import { current } from './task';

export interface Scene {
  readonly townships: readonly Township[];
  readonly indicatorId: string;
}

interface Seen {
  rolls: { id: string; division: string; state: string; revision: number; digest: string | null; batchState: string }[];
  batches: { id: string; state: string; payable: boolean }[];
  orders: { id: string; state: string }[];
  hits: { id: string }[];
  notices: { id: string; division: string; state: string; lines: string[] }[];
  objections: { id: string }[];
}

interface Act {
  readonly weight: number;
  readonly name: string;
  readonly does: (key: string) => Promise<Answer>;
}

/** How often people still change their minds; in the end everything goes its way. */
interface Moods {
  uploadsAgain: number;
  sendsBack: number;
  withdraws: number;
  cancels: number;
  refusals: number;
  objections: number;
}

const short = (id: string): string => id.slice(-4);
const postOf = (path: string, service: string, body: unknown, key: string): Command => ({ service, path, body, key });
const PAYMENT = 'payment-orchestration';

const LOOK = `
  SELECT json_build_object(
    'rolls', (SELECT COALESCE(json_agg(json_build_object('id', r.id, 'division', r.division_code, 'state', r.state, 'revision', r.revision,
                'digest', r.digest, 'batchState', b.state) ORDER BY r.id), '[]')
              FROM payment_orchestration.roll r JOIN payment_orchestration.batch b ON b.id = r.batch_id),
    'batches', (SELECT COALESCE(json_agg(json_build_object('id', b.id, 'state', b.state,
                  'payable', EXISTS (
                    SELECT FROM payment_orchestration.line_state l JOIN payment_orchestration.roll r ON r.id = l.roll_id
                    WHERE r.batch_id = b.id AND r.revision = l.revision AND l.outcome = 'underWay' AND NOT l.ordered AND l.payee IS NOT NULL)) ORDER BY b.id), '[]')
                FROM payment_orchestration.batch b),
    'orders', (SELECT COALESCE(json_agg(json_build_object('id', id, 'state', state) ORDER BY id), '[]') FROM payment_orchestration.pay_order),
    'hits', (SELECT COALESCE(json_agg(json_build_object('id', id) ORDER BY id), '[]') FROM eligibility_check.hit h
             WHERE state = 'open' AND EXISTS (SELECT FROM payment_orchestration.roll r WHERE r.id = h.roll_id AND r.revision = h.revision)),
    'notices', (SELECT COALESCE(json_agg(json_build_object('id', n.id, 'division', n.division_code, 'state', n.state,
                  'lines', (SELECT json_agg(l) FROM disclosure.listed_chunk c, unnest(c.line) l WHERE c.notice_id = n.id)) ORDER BY n.id), '[]')
                FROM disclosure.notice n WHERE n.state IN ('requested', 'open') AND NOT n.superseded),
    'objections', (SELECT COALESCE(json_agg(json_build_object('id', id) ORDER BY id), '[]') FROM disclosure.objection WHERE state = 'open')) AS seen`;

/** What people do: whatever their posts let them do now, in any order, now and then twice, and sometimes something foolish. */
export class People {
  private readonly busy = new Set<string>();
  private readonly moods: Moods;
  private serial = 0;

  constructor(
    private readonly platform: Platform,
    private readonly scene: Scene,
    private readonly random: Random,
  ) {
    const some = (most: number): number => random.int(0, most);
    this.moods = { uploadsAgain: some(1), sendsBack: some(2), withdraws: some(1), cancels: some(1), refusals: some(1), objections: some(1) };
  }

  /** Begins one act that is possible now. False when there is none. */
  async begin(schedule: Schedule): Promise<boolean> {
    const { rows } = await this.platform.storage.look.query<{ seen: Seen }>(LOOK);
    const seen = rows[0]?.seen;
    if (seen === undefined) return false;
    const acts = this.possible(seen).filter(({ name }) => !this.busy.has(name) || this.random.chance(0.1));
    if (acts.length === 0) return false;
    const { name, does } = this.random.weighted(acts);
    const key = `k${String(++this.serial)}`;
    this.busy.add(name);
    schedule.start(`${PEOPLE} ${name}`, PEOPLE, async () => {
      try {
        const answer = await does(key);
        const { code } = (answer.body ?? {}) as { code?: string };
        schedule.say(`${PEOPLE} ${name}: ${String(answer.status)}${code === undefined ? '' : ` ${code}`}`);
      } finally {
        this.busy.delete(name);
      }
    });
    return true;
  }

  private possible(seen: Seen): Act[] {
    return [
      ...seen.rolls.flatMap((roll) => this.onRoll(roll)),
      ...seen.batches.flatMap((batch) => this.onBatch(batch)),
      ...seen.orders.flatMap((order) => this.onOrder(order)),
      ...this.platform.treasury.unanswered.map((application) => this.treasuryAnswers(application)),
      ...seen.hits.map(({ id }) => this.decides(id)),
      ...seen.notices.flatMap((notice) => this.onNotice(notice)),
      ...seen.objections.map(({ id }) => this.hears(id)),
    ];
  }

  private onRoll({ id, division, state, revision, digest, batchState }: Seen['rolls'][number]): Act[] {
    const clerk = actors.townshipClerk(division);
    const name = short(id);
    const bound = { revision, digest };
    const upload = (weight: number): Act => ({ weight, name: `upload ${name}`, does: (key) => this.upload(clerk, id, division, key) });
    if (state === 'issued') return [upload(3)];
    const acts: Act[] =
      this.moods.uploadsAgain > 0 && ['matching', 'checking', 'draft'].includes(state) ? [spent(this.moods, 'uploadsAgain', upload(0.4))] : [];
    if (batchState !== 'issued') return acts;
    if (state === 'draft')
      acts.push({ weight: 3, name: `send ${name}`, does: (key) => this.do(clerk, postOf(`/rolls/${id}/send`, PAYMENT, bound, key)) });
    if (state === 'in-review') acts.push(...this.reviewsRoll(id, division, bound));
    return acts;
  }

  private reviewsRoll(id: string, division: string, bound: object): Act[] {
    const name = short(id);
    const reviewer = actors.townshipReviewer(division);
    const review = (decision: string, opinion: string) => (key: string) =>
      this.do(reviewer, postOf(`/rolls/${id}/reviews`, PAYMENT, { decision, opinion, ...bound }, key));
    const acts: Act[] = [{ weight: 3, name: `review ${name}`, does: review('approve', '同意') }];
    if (this.moods.sendsBack > 0)
      acts.push(spent(this.moods, 'sendsBack', { weight: 0.6, name: `send back ${name}`, does: review('sendBack', '面积与确权不符') }));
    const withdraw = (key: string) => this.do(actors.townshipClerk(division), postOf(`/rolls/${id}/withdraw`, PAYMENT, {}, key));
    if (this.moods.withdraws > 0) acts.push(spent(this.moods, 'withdraws', { weight: 0.6, name: `withdraw ${name}`, does: withdraw }));
    return acts;
  }

  private onBatch({ id, state, payable }: Seen['batches'][number]): Act[] {
    const name = short(id);
    if (state === 'in-review' || state === 'applied') {
      const acts: Act[] = [{ weight: 3, name: `review batch ${name}`, does: (key) => this.reviewBatch(id, key) }];
      if (state === 'applied' && payable) acts.push({ weight: 3, name: `order ${name}`, does: (key) => this.order(id, key) });
      return acts;
    }
    if (state === 'approved')
      return [
        { weight: 3, name: `apply ${name}`, does: (key) => this.do(actors.departmentClerk, postOf(`/batches/${id}/application`, PAYMENT, {}, key)) },
      ];
    if (['paying', 'settled'].includes(state) && payable) return [{ weight: 2, name: `order ${name}`, does: (key) => this.order(id, key) }];
    return [];
  }

  private async reviewBatch(id: string, key: string): Promise<Answer> {
    const { body } = await this.do(actors.departmentClerk, { service: PAYMENT, method: 'GET', path: `/batches/${id}`, key });
    const { digest, waitsFor, rolls } = body as { digest: string; waitsFor: string | null; rolls: { rollId: string }[] };
    const by = [actors.departmentClerk, actors.departmentApprover, actors.financeReviewer].find(({ posts }) => posts[0]?.post === waitsFor);
    if (by === undefined) return { status: 0, body: { code: `waits for ${String(waitsFor)}` } };
    const sendsBack = this.moods.sendsBack > 0 && this.random.chance(0.2);
    if (sendsBack) this.moods.sendsBack -= 1;
    const review = sendsBack
      ? { decision: 'sendBack', opinion: '名单有误,请核对', digest, rollIds: [this.random.pick(rolls).rollId] }
      : { decision: 'approve', opinion: '同意', digest };
    return this.do(by, postOf(`/batches/${id}/reviews`, PAYMENT, review, key));
  }

  private async order(batchId: string, key: string): Promise<Answer> {
    const { body } = await this.do(actors.treasuryOperator, { service: PAYMENT, method: 'GET', path: `/batches/${batchId}/payable`, key });
    const { total } = body as { total?: { amountFen: string } };
    if (total === undefined || total.amountFen === '0') return { status: 0, body: { code: 'nothing to pay' } };
    const draws = [{ indicatorId: this.scene.indicatorId, amountFen: total.amountFen }];
    return this.do(actors.treasuryOperator, postOf('/orders', PAYMENT, { batchId, draws }, key));
  }

  private onOrder({ id, state }: Seen['orders'][number]): Act[] {
    if (state !== 'reserved') return [];
    const name = short(id);
    const acts: Act[] = [{ weight: 3, name: `approve order ${name}`, does: (key) => this.approveOrCancel(id, key) }];
    const cancel = (key: string) => this.do(actors.treasuryOperator, postOf(`/orders/${id}/cancel`, PAYMENT, {}, key));
    if (this.moods.cancels > 0) acts.push(spent(this.moods, 'cancels', { weight: 0.5, name: `cancel order ${name}`, does: cancel }));
    return acts;
  }

  /** What was found of its lines since it was opened lets nobody approve it: then it is taken back, and opened anew without them. */
  private async approveOrCancel(id: string, key: string): Promise<Answer> {
    const answer = await this.do(actors.treasuryApprover, postOf(`/orders/${id}/approve`, PAYMENT, {}, key));
    if ((answer.body as { code?: string } | undefined)?.code !== 'held-since-opened') return answer;
    return this.do(actors.treasuryOperator, postOf(`/orders/${id}/cancel`, PAYMENT, {}, `${key}c`));
  }

  /** The treasury funds the banks, and says so; or refuses. */
  private treasuryAnswers(application: Platform['treasury']['unanswered'][number]): Act {
    const { applicationNo, orderId, banks } = application;
    const head = { format: 'one-card.treasury-answer.v1' as const, applicationNo, orderId };
    const refuses = this.moods.refusals > 0 && this.random.chance(0.2);
    const does = async (key: string): Promise<Answer> => {
      if (refuses) {
        this.moods.refusals -= 1;
        this.platform.treasury.answer({ ...head, refused: '国库余额不足', vouchers: [] });
        return { status: 200, body: undefined };
      }
      const vouchers = banks.map(({ bankCode, amountFen }) => ({
        bankCode,
        voucherNo: `${applicationNo}-${bankCode}`,
        amountFen,
        fundedAt: '2026-11-03T01:00:00.000Z',
      }));
      const early = this.random.chance(0.5);
      if (early) this.platform.treasury.answer({ ...head, refused: null, vouchers });
      for (const { bankCode, voucherNo, amountFen } of vouchers)
        await this.do(
          actors.treasuryOperator,
          postOf('/funding', 'bank-simulator', { bankCode, orderId, voucherNo, amountFen }, `${key}${bankCode}`),
        );
      if (!early) this.platform.treasury.answer({ ...head, refused: null, vouchers });
      return { status: 200, body: undefined };
    };
    return { weight: 2, name: `treasury answers ${applicationNo}`, does };
  }

  private decides(id: string): Act {
    const confirmed = this.random.chance(0.4);
    const body = { decision: confirmed ? 'confirmed' : 'dismissed', reason: '经核实情况如此' };
    const clerks: Actor = { ...actors.departmentClerk, id: 'adjudicator', posts: actors.departmentClerk.posts };
    return {
      weight: 0.7,
      name: `decide hit ${short(id)}`,
      does: (key) => this.do(clerks, postOf(`/hits/${id}/decision`, 'eligibility-check', body, key)),
    };
  }

  private onNotice({ id, division, state, lines }: Seen['notices'][number]): Act[] {
    const evidenceSha256 = createHash('sha256').update(id).digest('hex');
    const name = short(id);
    if (state === 'requested')
      return [
        {
          weight: 3,
          name: `post notice ${name}`,
          does: (key) =>
            this.do(actors.townshipClerk(division), postOf(`/notices/${id}/post`, 'disclosure', { evidenceSha256, note: '已张贴' }, key)),
        },
      ];
    if (this.moods.objections === 0 || lines.length === 0) return [];
    const line = Number(this.random.pick(lines));
    const body = { line, name: '村民', phone: '13900000000', text: '此人已迁出本村' };
    return [
      spent(this.moods, 'objections', {
        weight: 0.6,
        name: `object ${name}`,
        does: (key) => this.do(actors.departmentClerk, postOf(`/notices/${id}/objections`, 'disclosure', body, key)),
      }),
    ];
  }

  private hears(id: string): Act {
    const body = { decision: this.random.chance(0.5) ? 'upheld' : 'refused', reason: '经入户核实' };
    return {
      weight: 1,
      name: `hear objection ${short(id)}`,
      does: (key) => this.do(actors.departmentClerk, postOf(`/objections/${id}/decision`, 'disclosure', body, key)),
    };
  }

  private upload(clerk: Actor, rollId: string, division: string, key: string): Promise<Answer> {
    const [first, second] = this.scene.townships;
    const own = first?.code === division ? first : second;
    const other = first?.code === division ? second : first;
    if (own === undefined || other === undefined) throw new Error(`no township ${division}`);
    return this.do(clerk, { service: PAYMENT, path: `/rolls/${rollId}/file?fileName=${division}.csv`, file: rollFile(this.random, own, other), key });
  }

  /** The person goes on even when the process that served them was killed. */
  private do(actor: Actor, command: Command): Promise<Answer> {
    const task = current.getStore();
    return act(this.platform, actor, command, () => {
      if (task !== undefined) task.dead = false;
    });
  }
}

/** An act that is done a limited number of times. */
function spent(moods: Moods, kind: keyof Moods, what: Act): Act {
  return {
    ...what,
    does: (key) => {
      moods[kind] -= 1;
      return what.does(key);
    },
  };
}
