import type { EventDefinition } from '@one-card/contracts';
import { type Admin, AssignerProtocol, KafkaJSAggregateError } from 'kafkajs';
import { kafkaClient } from './client';
import { isTail } from './tail';

export type Topic = Pick<EventDefinition, 'type' | 'kind'>;

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const POLL_MS = 50;
const HOSTED_LIMIT_MS = 20_000;

/** Chunks and records spread over partitions; of states there are few, and one partition keeps even their keys in one order. */
export const PARTITIONS = 4;

/** Makes the topics that are missing. Sealed chunks are kept for a week, everything else for ever. */
export async function createTopics(brokers: string, prefix: string, events: readonly Topic[], { partitions = PARTITIONS } = {}): Promise<void> {
  await withAdmin(brokers, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = events.filter(({ type }) => !existing.has(prefix + type));
    const topics = missing.map(({ type, kind }) => ({
      topic: prefix + type,
      numPartitions: kind === 'state' ? 1 : partitions,
      configEntries: [
        { name: 'cleanup.policy', value: 'delete' },
        { name: 'retention.ms', value: String(kind === 'chunk' ? WEEK_MS : -1) },
        { name: 'max.message.bytes', value: String(1024 * 1536) },
      ],
    }));
    // kafkajs waits for leaders itself, but takes a topic that the broker does not host yet for a fault.
    if (topics.length > 0) await admin.createTopics({ topics, waitForLeaders: false }).catch(ignoreExisting);
    await untilHosted(
      admin,
      events.map(({ type }) => prefix + type),
    );
  });
}

/** A topic that somebody else is just making is listed before its partitions have a leader, and whoever reads it then fails. */
async function untilHosted(admin: Admin, topics: string[]): Promise<void> {
  const limit = Date.now() + HOSTED_LIMIT_MS;
  for (;;) {
    const found = await admin.fetchTopicMetadata({ topics }).catch(() => undefined);
    if (found?.topics.every(({ partitions }) => partitions.length > 0 && partitions.every(({ leader }) => leader >= 0))) return;
    if (Date.now() > limit) throw new Error(`no broker hosts all of ${topics.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Takes away what a test made: topics and groups under its prefix. */
export async function deleteTopics(brokers: string, prefix: string): Promise<void> {
  if (prefix === '') throw new Error('without a prefix this would delete everything');
  await withAdmin(brokers, async (admin) => {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    const { groups } = await admin.listGroups();
    const mine = groups.map(({ groupId }) => groupId).filter((group) => group.startsWith(prefix));
    // A group whose last member has not left yet goes away by itself.
    if (mine.length > 0) await admin.deleteGroups(mine).catch(() => undefined);
  });
}

export interface GroupLag {
  lag: number;
  partitions: { topic: string; partition: number; lag: number }[];
}

/** How far a group is behind, in messages, over the topics that it reads or has read. Names with their prefix. */
export async function groupLag(brokers: string, group: string): Promise<GroupLag> {
  return withAdmin(brokers, async (admin) => {
    const committed = new Map<string, number>();
    const topics = new Set(await topicsReadBy(admin, group));
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId: group })) {
      topics.add(topic);
      for (const { partition, offset } of partitions) committed.set(`${topic}/${String(partition)}`, Number(offset));
    }
    const partitions: GroupLag['partitions'] = [];
    for (const topic of topics) {
      for (const { partition, high, low } of await admin.fetchTopicOffsets(topic)) {
        const at = committed.get(`${topic}/${String(partition)}`) ?? -1;
        // Where it has committed nothing it begins at the beginning.
        partitions.push({ topic, partition, lag: Math.max(0, Number(high) - (at < 0 ? Number(low) : at)) });
      }
    }
    return { lag: partitions.reduce((sum, { lag }) => sum + lag, 0), partitions };
  });
}

/** Topics that living members of the group are assigned. */
async function topicsReadBy(admin: Admin, groupId: string): Promise<string[]> {
  const { groups } = await admin.describeGroups([groupId]);
  return groups.flatMap(({ members }) =>
    members.flatMap(({ memberAssignment }) => Object.keys(AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment ?? {})),
  );
}

/** Who has not read a topic in time, so that a person can be told. */
export class NotConsumed extends Error {
  override readonly name = 'NotConsumed';

  constructor(
    topic: string,
    readonly groups: readonly string[],
    limitMs: number,
  ) {
    super(`after ${String(limitMs / 1000)} s ${topic} is not read by ${groups.join(', ')}`);
  }
}

/** Resolves when each group that reads the topic (or those given) has committed all that stood in it at the call. Names with their prefix. */
export async function waitUntilConsumed(brokers: string, topic: string, groups?: readonly string[], { limitMs = 60_000 } = {}): Promise<void> {
  await withAdmin(brokers, async (admin) => {
    const ends = await admin.fetchTopicOffsets(topic);
    const waiting = new Set(groups ?? (await readersOf(admin, topic)));
    const limit = Date.now() + limitMs;
    while (waiting.size > 0) {
      for (const group of waiting) if (await hasReached(admin, group, topic, ends)) waiting.delete(group);
      if (waiting.size === 0) return;
      if (Date.now() > limit) throw new NotConsumed(topic, [...waiting], limitMs);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  });
}

async function hasReached(admin: Admin, groupId: string, topic: string, ends: readonly { partition: number; high: string }[]): Promise<boolean> {
  const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const at = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  return ends.every(({ partition, high }) => Number(high) === 0 || (at.get(partition) ?? -1) >= Number(high));
}

/** Groups with a living member that reads the topic, or with a place in it. */
async function readersOf(admin: Admin, topic: string): Promise<string[]> {
  const { groups } = await admin.listGroups();
  const { groups: described } = await admin.describeGroups(groups.map(({ groupId }) => groupId));
  const readers: string[] = [];
  for (const { groupId, members } of described) {
    if (groupId === '' || isTail(groupId)) continue;
    const assigned = members.some(({ memberAssignment }) => topic in (AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment ?? {}));
    if (assigned || (await hasPlace(admin, groupId, topic))) readers.push(groupId);
  }
  return readers;
}

async function hasPlace(admin: Admin, groupId: string, topic: string): Promise<boolean> {
  const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
  return committed?.partitions.some(({ offset }) => offset !== '-1') ?? false;
}

async function withAdmin<T>(brokers: string, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafkaClient({ brokers }, 'one-card-admin').admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

/** Several services make the same topics when they start together. */
function ignoreExisting(error: unknown): void {
  const each: unknown[] = error instanceof KafkaJSAggregateError ? error.errors : [error];
  if (!each.every((one) => one instanceof Error && 'type' in one && one.type === 'TOPIC_ALREADY_EXISTS')) throw error;
}
