import { Logger } from '@nestjs/common';
import { Kafka, type LogEntry, logLevel, type RetryOptions } from 'kafkajs';

export interface KafkaAddress {
  /** host:port, separated by commas */
  brokers: string;
  /** put before every topic and group, so that deployments and tests share a broker */
  prefix?: string;
}

/** Short pauses, many of them: a broker that restarts is found again within a second of its coming back. */
export const RETRY: RetryOptions = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 60 };

export function kafkaClient({ brokers }: KafkaAddress, clientId: string, retry: RetryOptions = RETRY): Kafka {
  return new Kafka({
    clientId,
    brokers: brokers.split(',').map((broker) => broker.trim()),
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    retry,
    logLevel: logLevel.WARN,
    logCreator: () => told,
  });
}

export const prefixed = ({ prefix = '' }: KafkaAddress, name: string): string => `${prefix}${name}`;

const logger = new Logger('Kafka');

const SAY_AGAIN_MS = 30_000;
const saidAt = new Map<string, number>();

/** kafkajs calls every lost connection an error, several times a second: here it is a warning, now and then, until it ends the process. */
function told({ namespace, log }: LogEntry): void {
  const { message, error, groupId } = log as LogEntry['log'] & { error?: unknown; groupId?: string };
  // The inbox makes an event count once: the producer's own guarantee is not needed.
  if (message.startsWith('Limiting retries')) return;
  const why = typeof error === 'string' ? `: ${error}` : '';
  const text = `${namespace} ${message}${why}${groupId === undefined ? '' : ` (${groupId})`}`;
  if (Date.now() - (saidAt.get(text) ?? 0) < SAY_AGAIN_MS) return;
  if (saidAt.size > 1_000) saidAt.clear();
  saidAt.set(text, Date.now());
  logger.warn(text);
}
