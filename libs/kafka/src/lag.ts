import type { Admin } from 'kafkajs';
import { kafkaClient, type KafkaAddress, prefixed } from './client';
import type { PartitionLag } from './watch';

/** A broker that is away is told so soon, not after a minute of tries. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 500, retries: 2 };

/** How far a group is behind in some partitions, asked again and again over one connection. */
export class LagMeter {
  private admin: Admin | undefined;

  constructor(
    private readonly address: KafkaAddress,
    private readonly group: string,
  ) {}

  /** Names of topics without prefix, here and in what is given back. */
  async measure(assigned: ReadonlyMap<string, readonly number[]>): Promise<PartitionLag[]> {
    if (assigned.size === 0) return [];
    try {
      const admin = await this.connected();
      const topics = [...assigned.keys()];
      const committed = await admin.fetchOffsets({ groupId: prefixed(this.address, this.group), topics: topics.map((topic) => this.named(topic)) });
      const at = new Map(
        committed.flatMap(({ topic, partitions }) => partitions.map(({ partition, offset }) => [`${topic}/${String(partition)}`, Number(offset)])),
      );
      const lags = await Promise.all(
        topics.map(async (topic) => (await admin.fetchTopicOffsets(this.named(topic))).map((ends) => ({ topic, ...ends }))),
      );
      return lags
        .flat()
        .filter(({ topic, partition }) => assigned.get(topic)?.includes(partition))
        .map(({ topic, partition, low, high }) => {
          const position = Math.max(Number(low), at.get(`${this.named(topic)}/${String(partition)}`) ?? 0);
          return { topic, partition, lag: Math.max(0, Number(high) - position) };
        });
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const admin = this.admin;
    this.admin = undefined;
    await admin?.disconnect().catch(() => undefined);
  }

  private named(topic: string): string {
    return prefixed(this.address, topic);
  }

  private async connected(): Promise<Admin> {
    if (this.admin !== undefined) return this.admin;
    const admin = kafkaClient(this.address, `${this.group}-lag`, RETRY).admin();
    await admin.connect();
    this.admin = admin;
    return admin;
  }
}
