import { allEvents, senderOf } from '@one-card/contracts';
import { environment, Random } from '@one-card/demo';
import { deleteTopics, groupLag, type Logged, logSize, readLog, writeLog } from '@one-card/kafka';
import { Client } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { digestsOf, firstDifference, hashOf, keep, type TableDigest } from './digest';
import { HELP, type Wish, wishOf } from './options';
import { shuffled } from './shuffle';
import { PROJECTIONS } from './tables';

const READERS = ['policy-catalog', 'recipient-registry', 'eligibility-check', 'payment-orchestration', 'bank-gateway', 'disclosure', 'supervision'];
const COUNTY = [...READERS, 'gateway'];
const BANK = 'bank-simulator';
const COUNTY_DATABASE = 'onecard';
const BANK_DATABASE = 'bank_simulator';
const LIMIT_SECONDS = 900;

interface Place {
  control: string;
  brokers: string;
  database: Client;
  /** the bank's own books: whatever is heard again, not a fen may move there */
  bank: Client;
}

/** Whose tables are compared, and where they lie. */
const booksOf = ({ database, bank }: Place): [service: string, database: Client][] => [
  ...COUNTY.map((service): [string, Client] => [service, database]),
  [BANK, bank],
];

const say = (line: string): void => console.log(line);

async function ask(control: string, what: string): Promise<void> {
  const response = await fetch(new URL(what, control), { method: 'POST', headers: { 'x-one-card-restart': 'yes' } });
  if (!response.ok) throw new Error(`${what}: ${await response.text()}`);
}

async function lagOf(brokers: string, prefix: string): Promise<number> {
  const lags = await Promise.all(READERS.map((service) => groupLag(brokers, prefix + service)));
  return lags.reduce((sum, { lag }) => sum + lag, 0);
}

async function outboxesOf(database: Client): Promise<number> {
  const counts = READERS.map((service) => `SELECT count(*) AS n FROM ${service.replaceAll('-', '_')}.outbox`);
  const { rows } = await database.query<{ n: string }>(`SELECT sum(n) AS n FROM (${counts.join(' UNION ALL ')}) AS each`);
  return Number(rows[0]?.n ?? 0);
}

/** Nothing is unread and nothing unsent, twice in a row. */
async function untilIdle({ brokers, database }: Place, prefix: string, limitSeconds: number): Promise<void> {
  const until = Date.now() + limitSeconds * 1000;
  for (let quiet = 0; quiet < 2;) {
    const [lag, unsent] = [await lagOf(brokers, prefix), await outboxesOf(database)];
    quiet = lag + unsent === 0 ? quiet + 1 : 0;
    if (Date.now() > until) throw new Error(`after ${String(limitSeconds)} s ${String(lag)} messages are unread and ${String(unsent)} unsent`);
    await pause(1000);
  }
}

async function hashes(place: Place): Promise<Map<string, TableDigest[]>> {
  const all = new Map<string, TableDigest[]>();
  for (const [service, database] of booksOf(place)) all.set(service, await digestsOf(database, service));
  return all;
}

/** The ids of a topic's events. */
type Known = ReadonlyMap<string, ReadonlySet<string>>;
const idOf = ({ raw }: Logged): string => String(raw.headers?.['ce_id']);

/** The whole log under another prefix, with the same event ids and in another order. Gives the ids of each topic. */
async function republish({ brokers }: Place, prefix: string, seed: number): Promise<Known> {
  const random = new Random(`one-card replay/${String(seed)}`);
  const known = new Map<string, ReadonlySet<string>>();
  for (const event of allEvents()) {
    const log = await readLog({ brokers }, event);
    await writeLog({ brokers, prefix }, event, shuffled(log, event.kind, random));
    known.set(event.type, new Set(log.map(idOf)));
  }
  return known;
}

async function drop(database: Client): Promise<void> {
  for (const [service, statements] of Object.entries(PROJECTIONS)) {
    await database.query(`SET search_path TO ${service.replaceAll('-', '_')}`);
    for (const statement of statements) await database.query(statement);
  }
  await database.query('RESET search_path');
}

/**
 * What was said while everything was heard again: events under ids that the log did not have. A copy that had to be written twice is none. Only who
 * rebuilds may say anew what follows from it, and only under the replay's own prefix.
 */
async function* saidAgain({ brokers }: Place, prefix: string, known: Known, rebuild: boolean): AsyncGenerator<string> {
  for (const event of allEvents()) {
    const ids = known.get(event.type) ?? new Set();
    if ((rebuild && senderOf(event) in PROJECTIONS) || (await logSize({ brokers, prefix }, event)) === ids.size) continue;
    const more = (await readLog({ brokers, prefix }, event)).filter((message) => !ids.has(idOf(message)));
    const [first] = more;
    if (first) yield `${event.type}: ${String(more.length)} events were published again, the first as ${idOf(first)} under ${first.key}`;
  }
}

async function* differences(
  place: Place,
  before: ReadonlyMap<string, TableDigest[]>,
  after: ReadonlyMap<string, TableDigest[]>,
): AsyncGenerator<string> {
  for (const [service, database] of booksOf(place)) {
    const now = new Map(after.get(service)?.map((digest) => [digest.table, digest]));
    for (const { table, rows, hash } of before.get(service) ?? []) {
      const found = now.get(table);
      if (found?.hash === hash) continue;
      yield `${service}.${table}: ${String(rows)} rows before, ${String(found?.rows)} after; ${await firstDifference(database, service, table)}`;
    }
  }
}

/** With everybody at rest: the rows are kept, the log is copied, and all wake to a log that they have never read. */
async function deliverAgain(place: Place, prefix: string, wish: Wish): Promise<string[]> {
  const { control, database } = place;
  const before = await hashes(place);
  for (const [service, books] of booksOf(place)) await keep(books, service);
  const known = await republish(place, prefix, wish.seed);
  const events = [...known.values()].reduce((sum, { size }) => sum + size, 0);
  say(`${String(events)} events of ${String(known.size)} topics, shuffled with seed ${String(wish.seed)}`);
  if (wish.rebuild) await drop(database);
  await ask(control, `/wake?prefix=${prefix}`);
  await untilIdle(place, prefix, LIMIT_SECONDS);
  const breaches: string[] = [];
  for await (const one of saidAgain(place, prefix, known, wish.rebuild)) breaches.push(one);
  await ask(control, '/rest');
  const after = await hashes(place);
  for (const [service] of booksOf(place)) say(`${service.padEnd(22)} ${hashOf(before.get(service) ?? [])} → ${hashOf(after.get(service) ?? [])}`);
  for await (const one of differences(place, before, after)) breaches.push(one);
  return breaches;
}

const clientOf = (name: string): Client =>
  new Client({ connectionString: Object.assign(new URL(environment('ADMIN_URL')), { pathname: `/${name}` }).href });

async function replay(wish: Wish): Promise<number> {
  const [database, bank] = [clientOf(COUNTY_DATABASE), clientOf(BANK_DATABASE)];
  const place: Place = { control: environment('CONTROL_URL'), brokers: environment('KAFKA_BROKERS'), database, bank };
  const prefix = `replay-${String(Date.now())}.`;
  await Promise.all([database.connect(), bank.connect()]);
  try {
    await untilIdle(place, '', 60);
    await ask(place.control, '/rest');
    const breaches = await deliverAgain(place, prefix, wish).finally(() => ask(place.control, '/rest').catch(() => undefined));
    for (const breach of breaches) say(`✖ ${breach}`);
    if (breaches.length === 0) say(wish.rebuild ? 'The projections are what they were.' : 'Nothing changed.');
    return breaches.length === 0 ? 0 : 1;
  } finally {
    await ask(place.control, '/wake').catch((error: unknown) => say(String(error)));
    await deleteTopics(place.brokers, prefix);
    await Promise.all([database.end(), bank.end()]);
  }
}

async function main(): Promise<number> {
  const wish = wishOf(process.argv.slice(2));
  if (wish) return replay(wish);
  say(HELP);
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(`\nThe replay ended: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env.ONE_CARD_DEBUG) console.error(error);
    process.exit(1);
  },
);
