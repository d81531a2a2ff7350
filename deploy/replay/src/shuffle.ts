import type { EventKind } from '@one-card/contracts';
import { Random } from '@one-card/demo';

interface Keyed {
  readonly partition: number;
  readonly key: string;
}

/**
 * Another order that keeps only what the contracts promise: one key's states and records stand in the order in which they were said. Chunks may
 * come in any order.
 */
export function shuffled<T extends Keyed>(messages: readonly T[], kind: EventKind, random: Random): T[] {
  const queues = new Map<string, T[]>();
  messages.forEach((message, at) => {
    const name = kind === 'chunk' ? String(at) : `${String(message.partition)}/${message.key}`;
    const queue = queues.get(name);
    if (queue) queue.push(message);
    else queues.set(name, [message]);
  });
  // Who is next is drawn for each place, so that keys with much to say do not come last.
  const turns = [...queues].flatMap(([name, queue]) => queue.map(() => name));
  for (let at = turns.length - 1; at > 0; at -= 1) {
    const other = random.int(0, at);
    [turns[at], turns[other]] = [turns[other] ?? '', turns[at] ?? ''];
  }
  const heads = new Map<string, number>();
  return turns.flatMap((name) => {
    const at = heads.get(name) ?? 0;
    heads.set(name, at + 1);
    return queues.get(name)?.[at] ?? [];
  });
}
