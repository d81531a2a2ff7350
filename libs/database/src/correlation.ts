import { AsyncLocalStorage } from 'node:async_hooks';
import { v7 as uuidv7 } from 'uuid';

const storage = new AsyncLocalStorage<string>();

/** The thread that ties one person's act to all that follows from it, through HTTP, Kafka and logs. */
export const currentCorrelation = (): string | undefined => storage.getStore();

/** Runs `work` under a correlation id; a new one begins where none was handed on. */
export function withCorrelation<T>(id: string | undefined, work: () => T): T {
  return storage.run(id ?? uuidv7(), work);
}
