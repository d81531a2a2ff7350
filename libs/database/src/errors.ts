import { isNativeError } from 'node:util/types';

/** What failed may succeed later, unchanged: it is tried again and is never poison. */
export class Transient extends Error {
  override readonly name: string = 'Transient';
}

/**
 * Classes 08 connection, 40 rollback by conflict, 53 resources, 57 operator, 58 the server's own disk; 55P03 lock not available; 25P03 frozen in
 * a transaction; 25006 a server that has just become a standby.
 */
const TRANSIENT_STATES = /^(08|40|53|57|58)|^(55P03|25P03|25006)$/;
const TRANSIENT_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
/** pg gives these no code. */
const TRANSIENT_TEXTS =
  /Connection terminated|timeout exceeded when trying to connect|not queryable|Query runner already released|Cannot use a pool after/i;

/** Whether waiting may mend it: a lost connection, a restart of the server, a deadlock, a full disk. */
export function isTransient(error: unknown): boolean {
  for (const cause of causesOf(error)) {
    if (cause instanceof Transient) return true;
    const code = textOf(cause, 'code');
    if (code !== undefined && (TRANSIENT_CODES.has(code) || (code.length === 5 && TRANSIENT_STATES.test(code)))) return true;
    if (TRANSIENT_TEXTS.test(cause.message)) return true;
    if ('retriable' in cause && cause.retriable === true) return true;
  }
  return false;
}

/** 53100 is PostgreSQL's, ENOSPC this machine's own: time alone mends neither. */
export function isDiskFull(error: unknown): boolean {
  for (const cause of causesOf(error)) if (['53100', 'ENOSPC'].includes(textOf(cause, 'code') ?? '')) return true;
  return false;
}

/** Name of the violated constraint, so that a service can say in its own words what is wrong. */
export function errorOfConstraint(error: unknown): string | undefined {
  for (const cause of causesOf(error)) {
    const name = textOf(cause, 'constraint');
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Also one of another realm, as in tests, and one that only says that it is an error, as DOMException. */
const isError = (value: unknown): value is Error => isNativeError(value) || value instanceof Error;

function* causesOf(error: unknown): Iterable<Error> {
  const seen = new Set<unknown>();
  const waiting: unknown[] = [error];
  while (waiting.length > 0) {
    const next = waiting.shift();
    if (!isError(next) || seen.has(next)) continue;
    seen.add(next);
    yield next;
    waiting.push(next.cause, 'driverError' in next ? next.driverError : undefined);
    if (next instanceof AggregateError) waiting.push(...(next.errors as unknown[]));
  }
}

function textOf(error: Error, key: string): string | undefined {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : undefined;
}
