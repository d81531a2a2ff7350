import { Injectable } from '@nestjs/common';
import type { EventDefinition } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import { NotYet } from './errors';

/** Reference data of other services: the newest state of each key, kept in this service's own schema, where SQL may join it. */
@Injectable()
export class Replicas {
  constructor(private readonly database: Database) {}

  /** Throws NotYet when it has not arrived: a consumer then waits for it. */
  async get<T>(event: EventDefinition<T>, key: string, tx?: Transaction): Promise<T> {
    const doc = await this.find(event, key, tx);
    if (doc === undefined) throw new NotYet(`${event.type} ${key} has not arrived`);
    return doc;
  }

  async find<T>(event: EventDefinition<T>, key: string, tx?: Transaction): Promise<T | undefined> {
    const row = await (tx ?? this.database).maybe<{ doc: T }>(sql`SELECT doc FROM replica WHERE topic = ${event.type} AND key = ${key}`);
    return row?.doc;
  }

  async all<T>(event: EventDefinition<T>, tx?: Transaction): Promise<T[]> {
    const rows = await (tx ?? this.database).query<{ doc: T }>(sql`SELECT doc FROM replica WHERE topic = ${event.type} ORDER BY key`);
    return rows.map(({ doc }) => doc);
  }
}

/** Keeps a state, unless a newer one is there: redriven and replayed events come late. */
export async function keepReplica(tx: Transaction, topic: string, payload: unknown): Promise<void> {
  const { id, version } = identityOf(topic, payload);
  await tx.execute(sql`
    INSERT INTO replica (topic, key, version, doc)
    VALUES (${topic}, ${id}, ${version}, ${JSON.stringify(payload)}::jsonb)
    ON CONFLICT (topic, key) DO UPDATE
    SET version = excluded.version, doc = excluded.doc
    WHERE replica.version < excluded.version`);
}

function identityOf(topic: string, payload: unknown): { id: string; version: number } {
  const { id, version } = (payload ?? {}) as { id?: unknown; version?: unknown };
  if ((typeof id !== 'string' && typeof id !== 'number') || typeof version !== 'number') {
    throw new Error(`${topic} cannot be replicated: its payload has no id and version`);
  }
  return { id: String(id), version };
}
