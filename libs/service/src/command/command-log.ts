import { createHash } from 'node:crypto';
import { Injectable, Optional } from '@nestjs/common';
import { sql, type Transaction } from '@one-card/database';
import { Vault } from '@one-card/sealing';
import type { Request } from 'express';
import { DomainError } from '../errors/domain-error';

export const idempotencyHeader = 'idempotency-key';

export interface Invocation {
  readonly key: string;
  readonly actor: string;
  readonly route: string;
  /** what makes it this command and no other: method, address and body */
  readonly request: string;
}

export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface Row {
  request_sha256: string;
  status: number | null;
  response: unknown;
  sealed_response: Buffer | null;
}

/**
 * Commands that were done, with their answers. Where the service has a vault the answer is sealed, and the request is known again by a keyed
 * hash: both may name people, and the plain hash of an identity number is as good as the number.
 */
@Injectable()
export class CommandLog {
  constructor(@Optional() private readonly vault?: Vault) {}

  /** Takes the key for this transaction, or gives the answer of the first use. A concurrent twin waits here until the first is decided. */
  async claim(tx: Transaction, { key, actor, route, request }: Invocation): Promise<StoredAnswer | undefined> {
    const sha256 = this.hashOf(request);
    const taken = await tx.execute(sql`
      INSERT INTO command (actor, key, route, request_sha256)
      VALUES (${actor}, ${key}, ${route}, ${sha256})
      ON CONFLICT (actor, key) DO NOTHING`);
    if (taken === 1) return undefined;
    const row = await tx.one<Row>(sql`
      SELECT request_sha256, status, response, sealed_response
      FROM command
      WHERE actor = ${actor} AND key = ${key}`);
    if (row.request_sha256 !== sha256) throw keyReused();
    return { status: row.status ?? 200, body: this.bodyOf(row) };
  }

  async store(tx: Transaction, { key, actor }: Invocation, answer: StoredAnswer): Promise<void> {
    const json = answer.body === undefined ? null : JSON.stringify(answer.body);
    const sealed = json === null || this.vault === undefined ? null : this.vault.seal(json);
    await tx.execute(sql`
      UPDATE command
      SET status = ${answer.status}, response = ${sealed === null ? json : null}::jsonb, sealed_response = ${sealed}
      WHERE actor = ${actor} AND key = ${key}`);
  }

  private hashOf(request: string): string {
    return this.vault === undefined ? createHash('sha256').update(request).digest('hex') : this.vault.lookup('command', request).toString('hex');
  }

  private bodyOf({ response, sealed_response: sealed }: Row): unknown {
    if (sealed !== null && this.vault !== undefined) return JSON.parse(this.vault.openText(sealed)) as unknown;
    return response ?? undefined;
  }
}

/** The same command is the same method, address and body. Uploads are known by their length: their bytes are read only once. */
export function invocationOf(request: Request, actor: string): Invocation {
  const key = request.headers[idempotencyHeader];
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) throw keyMissing();
  const route = `${request.method} ${request.path}`;
  const body = request.is('application/json') ? JSON.stringify(request.body) : (request.headers['content-length'] ?? '');
  return { key, actor, route, request: `${request.method} ${request.originalUrl}\n${body}` };
}

export function keyMissing(): DomainError {
  return new DomainError('idempotency-key-missing', 400, {
    zh: '请在请求头 Idempotency-Key 中给出本次操作的唯一键(1 到 200 个可见字符,如 UUID);重试时使用同一个键',
    en: 'Give this command a key of its own (1 to 200 visible characters, such as a UUID) in the header Idempotency-Key; retry with the same key',
  });
}

function keyReused(): DomainError {
  return new DomainError('idempotency-key-reused', 422, {
    zh: '这个幂等键已用于另一个不同的请求,请为新的操作使用新的键',
    en: 'This idempotency key was used for another request: take a new key for a new command',
  });
}
