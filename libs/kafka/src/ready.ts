import { Kafka, logLevel } from 'kafkajs';

/** True when the broker answers both for topics and for groups: right after its start the group coordinator still loads. */
export async function isBrokerReady(brokers: string): Promise<boolean> {
  const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING, connectionTimeout: 2_000, retry: { retries: 0 } });
  const admin = kafka.admin({ retry: { retries: 0 } });
  try {
    await admin.connect();
    await admin.listTopics();
    await admin.describeGroups(['readiness-probe']);
    return true;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
