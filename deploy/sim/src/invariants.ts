import { createHash } from 'node:crypto';
import { OUTCOMES } from '@one-card/contracts';
import type { Client } from 'pg';
import type { Platform } from './platform';
import { services } from './services';

/** A rule of DESIGN.md that does not hold. */
export class Broken extends Error {
  override readonly name = 'Broken';

  constructor(
    readonly invariant: string,
    readonly found: readonly string[],
  ) {
    super(`${invariant}: ${found.slice(0, 5).join('; ')}`);
  }
}

/** Each is a query of what breaks it; no row, no breach. */
const ALWAYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'payment-orchestration': {
    'indicator conserved': `
      SELECT 'indicator ' || i.document_no || ' reserves ' || i.reserved_fen || ' and paid ' || i.paid_fen || ', its orders '
             || COALESCE(d.reserved, 0) || ' and ' || COALESCE(d.paid, 0) AS found
      FROM payment_orchestration.indicator i
      LEFT JOIN (SELECT indicator_id, sum(amount_fen - paid_fen - released_fen) AS reserved, sum(paid_fen) AS paid
                 FROM payment_orchestration.order_draw GROUP BY indicator_id) d ON d.indicator_id = i.id
      WHERE i.reserved_fen <> COALESCE(d.reserved, 0) OR i.paid_fen <> COALESCE(d.paid, 0)`,
    'order conserved': `
      SELECT 'order ' || o.order_no || ' of ' || o.amount_fen || ' has banks ' || b.fen || ', chunks ' || c.fen || ', draws ' || d.fen
             || ', answered ' || o.answered_lines || ' of chunks ' || c.answered || ', credited ' || b.credited || ' of chunks ' || c.credited AS found
      FROM payment_orchestration.pay_order o
      CROSS JOIN LATERAL (SELECT sum(amount_fen) AS fen, sum(credited_fen) AS credited FROM payment_orchestration.order_bank WHERE order_id = o.id) b
      CROSS JOIN LATERAL (SELECT sum(amount_fen) AS fen, sum(answered_lines) AS answered, sum(credited_fen) AS credited
                          FROM payment_orchestration.order_chunk WHERE order_id = o.id) c
      CROSS JOIN LATERAL (SELECT sum(amount_fen) AS fen FROM payment_orchestration.order_draw WHERE order_id = o.id) d
      WHERE (o.amount_fen, o.amount_fen, o.amount_fen, o.answered_lines, b.credited) IS DISTINCT FROM (b.fen, c.fen, d.fen, c.answered, c.credited)`,
    'a line in one live order': `
      SELECT 'chunk ' || a.chunk_id || ' lines ' || (a.picked * b.picked)::text AS found
      FROM payment_orchestration.order_chunk a
      JOIN payment_orchestration.order_chunk b ON b.chunk_id = a.chunk_id AND b.order_id > a.order_id
      WHERE a.live AND b.live AND a.picked && b.picked`,
    'batch conserved': `
      SELECT 'roll ' || r.id || ' entered ' || r.lines || ' lines of ' || r.amount_fen || ', has ' || l.lines || ' of ' || l.fen AS found
      FROM payment_orchestration.roll r
      CROSS JOIN LATERAL (
        SELECT count(*) AS lines, COALESCE(sum(l.amount_fen), 0) AS fen
        FROM payment_orchestration.chunk c
        JOIN payment_orchestration.line l ON l.chunk_id = c.chunk_id
        WHERE c.roll_id = r.id AND c.revision = r.revision) l
      WHERE r.state NOT IN ('issued', 'matching') AND (r.lines, r.amount_fen) <> (l.lines, l.fen)`,
  },
  'bank-simulator': {
    'paid once': `
      SELECT 'line ' || substr(instruction_id, 7, 15)::bigint || ' was credited ' || count(*) || ' times' AS found
      FROM bank_simulator.entry
      GROUP BY left(instruction_id, 21), substr(instruction_id, 7, 15)
      HAVING count(*) > 1`,
    'nothing credited unordered': `
      SELECT 'entry ' || e.entry_no || ' of instruction ' || e.instruction_id AS found
      FROM bank_simulator.entry e
      WHERE NOT EXISTS (
        SELECT FROM payment_orchestration.line l
        JOIN payment_orchestration.order_chunk k ON k.chunk_id = l.chunk_id AND k.live AND k.picked @> l.line
        JOIN payment_orchestration.pay_order o ON o.id = k.order_id AND o.state IN ('funded', 'settled')
        WHERE l.line = substr(e.instruction_id, 7, 15)::bigint AND l.amount_fen = e.amount_fen AND l.bank_code = e.bank_code)`,
  },
};

async function demand(look: Client, invariants: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, sql] of Object.entries(invariants)) {
    const { rows } = await look.query<{ found: string }>({ name: `invariant ${name}`, text: sql });
    if (rows.length > 0)
      throw new Broken(
        name,
        rows.map(({ found }) => found),
      );
  }
}

/** What must hold whenever something has been committed there. */
export async function demandAlways(platform: Platform, service: string): Promise<void> {
  await demand(platform.storage.look, ALWAYS[service] ?? {});
  if (platform.treasury.faulty.length > 0) throw new Broken('every answer of the treasury can be booked', platform.treasury.faulty);
}

/** What is not over yet; nothing, when everything has settled. */
export async function unsettled(platform: Platform): Promise<string[]> {
  const { rows } = await platform.storage.look.query<{ found: string }>(`
    SELECT 'batch ' || id || ' is ' || state AS found FROM payment_orchestration.batch WHERE state <> 'settled'
    UNION ALL SELECT 'order ' || order_no || ' is ' || state FROM payment_orchestration.pay_order WHERE state NOT IN ('settled', 'cancelled', 'refused')
    UNION ALL SELECT 'line ' || l.line || ' is under way' FROM payment_orchestration.line_state l JOIN payment_orchestration.roll r ON r.id = l.roll_id
              WHERE l.revision = r.revision AND l.outcome IN ('underWay', 'held')
    UNION ALL SELECT 'file ' || file_id || ' is ' || state FROM bank_gateway.bank_file WHERE state <> 'settled'
    UNION ALL SELECT 'order ' || order_id || ' at ' || bank_code || ' waits for a refund' FROM bank_gateway.order_bank WHERE bounced_fen > refunded_fen
    UNION ALL SELECT 'refund ' || r.voucher_no || ' is not booked' FROM bank_simulator.refund r
              WHERE NOT EXISTS (SELECT FROM payment_orchestration.refund p WHERE p.voucher_no = r.voucher_no)
    UNION ALL SELECT 'letter ' || letter_id || ' is to be posted' FROM bank_simulator.letter WHERE due_at IS NOT NULL`);
  const left = rows.map(({ found }) => found);
  for (const { name } of services) {
    const outbox = await platform.storage.look.query(`SELECT topic, key FROM ${name.replaceAll('-', '_')}.outbox LIMIT 3`);
    left.push(...outbox.rows.map(({ topic, key }: { topic: string; key: string }) => `${name} has not sent ${topic} ${key}`));
  }
  for (const member of platform.members) if (member.lag > 0) left.push(`${member.service} lags by ${String(member.lag)}`);
  return left;
}

/** Every message that a service reads is in its inbox, and nothing else is: none was lost, none made up. */
async function demandInboxes(platform: Platform): Promise<void> {
  for (const { service, delivery } of platform.members) {
    const schema = service.replaceAll('-', '_');
    const { rows } = await platform.storage.look.query<{ event_id: string }>(`SELECT event_id FROM ${schema}.inbox`);
    const entered = new Set(rows.map(({ event_id }) => event_id));
    const sent = new Map([...platform.topics.all()].filter(({ topic }) => delivery.routes.has(topic)).map((message) => [message.eventId, message]));
    const lost = [...sent.values()]
      .filter(({ eventId }) => !entered.has(eventId))
      .map(({ topic, key }) => `${service} never handled ${topic} ${key}`);
    const strange = [...entered].filter((id) => !sent.has(id)).map((id) => `${service} handled ${id}, which nobody sent`);
    if (lost.length + strange.length > 0) throw new Broken('every message handled', [...lost, ...strange]);
    const dead = await platform.storage.look.query<{ cause: string }>(`SELECT topic || ': ' || cause AS cause FROM ${schema}.dead_letter`);
    if (dead.rows.length > 0)
      throw new Broken(
        'no dead letters',
        dead.rows.map(({ cause }) => `${service} ${cause}`),
      );
  }
}

const sums = (outcome: string): string => `count(*) FILTER (WHERE outcome = '${outcome}') AS "${outcome}"`;

/** The same figures, in count and fen, wherever they are kept. */
const AGREE: Readonly<Record<string, string>> = {
  'paid = credited = disclosed = supervised': `
    WITH paid AS (
      SELECT count(*) AS lines, COALESCE(sum(l.amount_fen), 0)::bigint AS fen
      FROM payment_orchestration.line_state l WHERE l.outcome = 'paid'),
    credited AS (SELECT count(*) AS lines, COALESCE(sum(amount_fen), 0)::bigint AS fen FROM bank_simulator.entry),
    disclosed AS (SELECT COALESCE(sum(lines), 0)::bigint AS lines, COALESCE(sum(amount_fen), 0)::bigint AS fen FROM disclosure.payment_sum),
    shown AS (SELECT count(*) AS lines, COALESCE(sum(amount_fen), 0)::bigint AS fen FROM disclosure.payment_line),
    supervised AS (SELECT COALESCE(sum(lines), 0)::bigint AS lines, COALESCE(sum(amount_fen), 0)::bigint AS fen FROM supervision.outcome_count WHERE outcome = 'paid')
    SELECT 'paid ' || paid::text || ', credited ' || credited::text || ', disclosed ' || disclosed::text || ' and ' || shown::text || ', supervised ' || supervised::text AS found
    FROM paid, credited, disclosed, shown, supervised
    WHERE NOT (paid = credited AND paid = disclosed AND paid = shown AND paid = supervised)`,
  'batch conserved by outcome, here and at supervision': `
    WITH here AS (
      SELECT r.id AS roll_id, l.outcome, count(*) AS lines, sum(l.amount_fen) AS fen
      FROM payment_orchestration.line_state l JOIN payment_orchestration.roll r ON r.id = l.roll_id AND r.revision = l.revision
      GROUP BY r.id, l.outcome),
    there AS (
      SELECT o.roll_id, o.outcome, sum(o.lines) AS lines, sum(o.amount_fen) AS fen
      FROM supervision.outcome_count o JOIN payment_orchestration.roll r ON r.id = o.roll_id AND r.revision = o.revision
      GROUP BY o.roll_id, o.outcome HAVING sum(o.lines) <> 0)
    SELECT 'roll ' || roll_id || ' ' || outcome || ': ' || COALESCE(h.lines, 0) || ' of ' || COALESCE(h.fen, 0) || ', supervision has ' || COALESCE(t.lines, 0)
           || ' of ' || COALESCE(t.fen, 0) AS found
    FROM here h FULL JOIN there t USING (roll_id, outcome)
    WHERE (h.lines, h.fen) IS DISTINCT FROM (t.lines, t.fen)`,
  'order and bank conserved': `
    SELECT 'order ' || order_id || ' at ' || bank_code || ': payment ' || p.money || ', gateway ' || COALESCE(g.money, '-') || ', bank ' || COALESCE(b.money, '-') AS found
    FROM (SELECT order_id, bank_code, concat_ws('/', funded_fen, credited_fen, bounced_fen, refunded_fen) AS money
          FROM payment_orchestration.order_bank WHERE voucher_no IS NOT NULL) p
    FULL JOIN (SELECT order_id, bank_code, concat_ws('/', funded_fen, credited_fen, bounced_fen, refunded_fen) AS money FROM bank_gateway.order_bank) g
      USING (order_id, bank_code)
    FULL JOIN (SELECT order_id, bank_code, concat_ws('/', amount_fen, credited_fen, bounced_fen, refunded_fen) AS money FROM bank_simulator.funding) b
      USING (order_id, bank_code)
    WHERE p.money IS DISTINCT FROM g.money OR p.money IS DISTINCT FROM b.money`,
  'nothing reserved': `SELECT document_no || ' still reserves ' || reserved_fen AS found FROM payment_orchestration.indicator WHERE reserved_fen <> 0`,
};

interface Entry {
  topic: string;
  partition: number;
  kafka_offset: string;
  event_id: string;
  key: string;
  time: string;
  body_sha256: string;
  previous: string;
  hash: string;
}

/** Rule 8, as anybody with the export would verify it. */
async function demandChains({ storage }: Platform): Promise<void> {
  const { rows } = await storage.look.query<Entry>('SELECT * FROM supervision.audit_entry ORDER BY topic, partition, number');
  const ends = new Map<string, { hash: string; offset: bigint }>();
  for (const { topic, partition, kafka_offset, event_id, key, time, body_sha256, previous, hash } of rows) {
    const chain = `${topic}/${String(partition)}`;
    const end = ends.get(chain) ?? { hash: '0'.repeat(64), offset: -1n };
    const text = [previous, topic, String(partition), kafka_offset, event_id, topic, key, time, body_sha256].join('\n');
    const whole = previous === end.hash && createHash('sha256').update(text).digest('hex') === hash && BigInt(kafka_offset) > end.offset;
    if (!whole) throw new Broken('audit chains verify', [`${chain} breaks at offset ${kafka_offset}`]);
    ends.set(chain, { hash, offset: BigInt(kafka_offset) });
  }
}

/** What must hold when everything has settled. */
export async function demandAtEnd(platform: Platform): Promise<void> {
  for (const { name } of services) await demandAlways(platform, name);
  await demandInboxes(platform);
  await demand(platform.storage.look, AGREE);
  await demandChains(platform);
}

/** How many lines ended how, for those who want to know what a seed was about. */
export async function outcomes({ storage }: Platform): Promise<Record<string, string>> {
  const { rows } = await storage.look.query<Record<string, string>>(`
    SELECT ${OUTCOMES.map(sums).join(', ')}
    FROM payment_orchestration.line_state l JOIN payment_orchestration.roll r ON r.id = l.roll_id AND r.revision = l.revision`);
  return rows[0] ?? {};
}
