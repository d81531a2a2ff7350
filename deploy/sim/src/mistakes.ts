import type { BankFileBlock } from '@one-card/contracts';
import { type OutboxMessage, sql, Transaction } from '@one-card/database';
import { BankPort, type FileDraft } from '../../../services/bank-gateway/src/banks/bank.port';
import { type Draw, Indicators } from '../../../services/payment-orchestration/src/indicator/indicators';
import { properDeliver } from './deliver';
import { v7 } from './ids';
import type { Deliver } from './member';
import type { Platform } from './platform';

/** A mistake that systems like this one have made, put back here and nowhere else: to see that it would be found. */
export interface Mistake {
  readonly says: string;
  readonly deliver?: (platform: Platform) => Deliver;
  /** Puts it in; gives how it is taken out again. */
  readonly put?: (platform: Platform) => () => void;
}

export const MISTAKES = {
  'offset-before-commit': {
    says: 'the offset is committed before the transaction (Mojaloop)',
    deliver: () => (delivery, messages, commit) => {
      commit(1);
      return properDeliver(delivery, messages.slice(0, 1), commit);
    },
  },
  'publish-after-commit': { says: 'what was done is told after the commit, without an outbox', put: publishAfterCommit },
  'resend-under-new-id': { says: 'a file whose outcome is unknown is not asked for, and sent anew under new ids', put: resendUnderNewId },
  'no-inbox': {
    says: 'a message that comes twice is handled twice',
    deliver:
      (platform) =>
      async (delivery, [message]) => {
        if (message === undefined) return 0;
        await platform.of(delivery.service).database.transaction(async (tx) => {
          await delivery.handle(tx, message);
          // Only so that the simulation knows what was handled: nobody is kept from handling it again.
          await tx.execute(sql`INSERT INTO inbox (event_id, topic) VALUES (${message.eventId}, ${message.topic}) ON CONFLICT DO NOTHING`);
        });
        return 1;
      },
  },
  'reserve-read-then-write': { says: 'what an indicator has left is read, and written back less the order', put: reserveReadThenWrite },
} satisfies Record<string, Mistake>;

export type MistakeName = keyof typeof MISTAKES;
export const mistakeNames = Object.keys(MISTAKES) as MistakeName[];

function publishAfterCommit(platform: Platform): () => void {
  const kept = new WeakMap<Transaction, OutboxMessage[]>();
  const proper = Object.getOwnPropertyDescriptor(Transaction.prototype, 'flush');
  Transaction.prototype.flush = function flush(this: Transaction): Promise<void> {
    kept.set(this, [...(kept.get(this) ?? []), ...(Reflect.get(this, 'pending') as OutboxMessage[])]);
    Reflect.set(this, 'pending', []);
    return Promise.resolve();
  };
  for (const { name, database } of platform.services.values()) {
    database.transaction = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
      let said: OutboxMessage[] | undefined;
      const result = await Reflect.apply(Object.getPrototypeOf(database).transaction as typeof database.transaction<T>, database, [
        async (tx: Transaction) => {
          const done = await work(tx);
          await tx.flush();
          said = kept.get(tx);
          return done;
        },
      ]);
      if (said !== undefined) await platform.scheduler.pause('tells what was committed');
      for (const { topic, key, headers, payload } of said ?? [])
        platform.topics.append(name, { id: '0', topic, key, headers: { ce_time: '2026-11-02T01:00:00Z', ...headers }, payload });
      return result;
    };
  }
  return () => {
    if (proper !== undefined) Object.defineProperty(Transaction.prototype, 'flush', proper);
    for (const { database } of platform.services.values()) Reflect.deleteProperty(database, 'transaction');
  };
}

function resendUnderNewId(platform: Platform): () => void {
  const bank = platform.of('bank-gateway').app.get(BankPort);
  const proper = { build: bank.build.bind(bank), send: bank.send.bind(bank) };
  const drafts = new Map<string, { draft: FileDraft; sent: boolean }>();
  bank.build = async (draft) => {
    const built = await proper.build(draft);
    drafts.set(built.body.toString(), { draft, sent: false });
    return built;
  };
  bank.ask = () => Promise.resolve({ state: 'unknown', reason: null } as Awaited<ReturnType<BankPort['ask']>>);
  bank.send = async (code, body) => {
    const known = drafts.get(body.toString());
    if (known === undefined || !known.sent) {
      if (known !== undefined) known.sent = true;
      return proper.send(code, body);
    }
    const { draft } = known;
    const again = await proper.build({ ...draft, fileId: v7(), lines: underNewIds(draft.lines) });
    return proper.send(code, again.body);
  };
  return () => {
    for (const name of ['build', 'ask', 'send']) Reflect.deleteProperty(bank, name);
  };
}

/** County, line, and another attempt. */
const underNewIds = (lines: BankFileBlock): BankFileBlock => ({ ...lines, instructionId: lines.instructionId.map((id) => `${id.slice(0, 21)}002`) });

function reserveReadThenWrite(platform: Platform): () => void {
  const indicators = platform.of('payment-orchestration').app.get(Indicators);
  indicators.reserve = async (tx, _projectId, orderId, draws) => {
    for (const draw of draws) await readThenWrite(tx, orderId, draw);
  };
  return () => void Reflect.deleteProperty(indicators, 'reserve');
}

async function readThenWrite(tx: Transaction, orderId: string, { indicatorId, amountFen }: Draw): Promise<void> {
  const read = await tx.one<{ available_fen: string; reserved_fen: string }>(
    sql`SELECT available_fen, reserved_fen FROM indicator WHERE id = ${indicatorId}`,
  );
  await tx.execute(sql`
    UPDATE indicator
    SET available_fen = ${BigInt(read.available_fen) - amountFen}, reserved_fen = ${BigInt(read.reserved_fen) + amountFen}
    WHERE id = ${indicatorId}`);
  await tx.execute(sql`INSERT INTO order_draw (order_id, indicator_id, amount_fen) VALUES (${orderId}, ${indicatorId}, ${amountFen})`);
}
