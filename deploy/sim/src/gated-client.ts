import { finished } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { Client } from 'pg';
import type { Scheduler } from './scheduler';
import { current } from './task';

const first = (text: string): string => text.trim().replace(/\s+/g, ' ').slice(0, 60);

const ENDS: ReadonlySet<string> = new Set(['COMMIT', 'ROLLBACK']);

interface Query {
  text: string;
}

/**
 * pg's client for the simulation: each statement of a task waits for the task's turn. Statements of nobody's task pass: services that start.
 * `published` hears of each commit of something that is to be sent.
 */
export function gatedClient(scheduler: () => Scheduler | undefined, published: () => void): typeof Client {
  class GatedClient extends Client {
    private writesOutbox = false;

    override query(...args: unknown[]): never {
      const plain = (): unknown => Reflect.apply(Client.prototype.query, this, args);
      const task = current.getStore();
      const gate = scheduler();
      if (task === undefined || gate === undefined) return plain() as never;
      const backend = (): number | undefined => (this as unknown as { processID?: number }).processID;
      const [what] = args;
      if (isStream(what)) {
        const copied = async (): Promise<unknown> => {
          plain();
          await finished(what as unknown as Writable);
          return { rowCount: (what as unknown as { rowCount: number }).rowCount };
        };
        gate.turn(task, first(what.text), copied, backend).catch((error: Error) => what.destroy(error));
        return what as never;
      }
      const text = typeof what === 'string' ? what : (what as Query).text;
      return gate.turn(task, first(text), () => this.heard(text, plain() as Promise<unknown>), backend) as never;
    }

    private async heard(text: string, result: Promise<unknown>): Promise<unknown> {
      const value = await result;
      if (text.includes('INSERT INTO outbox')) this.writesOutbox = true;
      if (!ENDS.has(text)) return value;
      if (text === 'COMMIT' && this.writesOutbox) published();
      this.writesOutbox = false;
      return value;
    }

    override connect(callback?: unknown): never {
      const gate = scheduler();
      if (gate === undefined || typeof callback !== 'function')
        return Reflect.apply(Client.prototype.connect, this, callback === undefined ? [] : [callback]) as never;
      gate.connecting += 1;
      const done = (...given: unknown[]): void => {
        gate.connecting -= 1;
        Reflect.apply(callback, undefined, given);
      };
      return Reflect.apply(Client.prototype.connect, this, [done]) as never;
    }
  }
  return GatedClient as unknown as typeof Client;
}

const isStream = (what: unknown): what is Query & { submit: unknown; destroy(error: Error): void } =>
  typeof what === 'object' && what !== null && 'submit' in what && 'destroy' in what;
