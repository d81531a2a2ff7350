import type { Kafka } from 'kafkajs';
import { type KafkaAddress, kafkaClient, prefixed } from './client';
import { isDead, markOf } from './process-mark';

/** What of kafkajs is needed that it does not offer: a request to leave a group in the name of a member. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  findGroupCoordinator(of: { groupId: string }): Promise<{ leaveGroup(member: { groupId: string; memberId: string }): Promise<void> }>;
}

const RETRY = { initialRetryTime: 100, maxRetryTime: 500, retries: 2 };

/** The name by which a later process can tell whose member this was, and whether it lives. */
export function clientIdOf(service: string, mark = markOf(process.pid)): string {
  return mark === undefined ? service : `${service}@${mark}`;
}

/**
 * Takes members of the group out whose process is dead: the group would wait for them until their session ends, and nobody would read meanwhile. Only
 * for processes of this machine (and container) can that be known; others are left to their session. Gives the names of those taken out.
 */
export async function dismissDead(address: KafkaAddress, service: string): Promise<string[]> {
  const groupId = prefixed(address, service);
  const kafka = kafkaClient(address, `${service}-start`, RETRY);
  const admin = kafka.admin();
  await admin.connect();
  try {
    const { groups } = await admin.describeGroups([groupId]);
    const members = groups.flatMap((group) => group.members);
    const dead = members.filter(({ clientId }) => clientId.startsWith(`${service}@`) && isDead(clientId.slice(service.length + 1)));
    if (dead.length > 0) await leave(kafka, groupId, dead);
    return dead.map(({ memberId }) => memberId);
  } finally {
    await admin.disconnect();
  }
}

/**
 * Tries until it has worked once or nobody needs it any more: a coordinator that is away just now comes back with the dead among its members, and
 * waits for them anew.
 */
export async function untilDismissed(dismiss: () => Promise<readonly string[]>, needed: () => boolean, pauseMs = 500): Promise<readonly string[]> {
  while (needed()) {
    try {
      return await dismiss();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pauseMs).unref());
    }
  }
  return [];
}

async function leave(kafka: Kafka, groupId: string, members: readonly { memberId: string }[]): Promise<void> {
  const cluster = clusterOf(kafka);
  await cluster.connect();
  try {
    const coordinator = await cluster.findGroupCoordinator({ groupId });
    for (const { memberId } of members) await coordinator.leaveGroup({ groupId, memberId });
  } finally {
    await cluster.disconnect();
  }
}

function clusterOf(kafka: Kafka): Cluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find(({ description }) => description === 'private:Kafka:createCluster');
  const create: unknown = symbol === undefined ? undefined : Reflect.get(kafka, symbol);
  if (typeof create !== 'function') throw new Error('this version of kafkajs makes its cluster in another way');
  return (create as (options: object) => Cluster)({});
}
