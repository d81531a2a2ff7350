import { Transient } from '@one-card/database';
import { sayingOf, scrub } from '@one-card/domain';

/** What a consumer needs has not arrived: its partition rests and the message is tried again. Never poison. */
export class NotYet extends Transient {
  override readonly name = 'NotYet';
}

/** What stands in a dead letter, in its topic and in the log: enough to act on, without what errors quote of the data. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return scrub(String(error));
  const code = 'code' in error && typeof error.code === 'string' ? ` [${error.code}]` : '';
  return `${error.name}${code}: ${sayingOf(error)}`.replaceAll('\0', '').slice(0, 2_000);
}
