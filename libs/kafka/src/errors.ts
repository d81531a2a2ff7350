import { Transient } from '@one-card/database';

/** What a consumer needs has not arrived: its partition rests and the message is tried again. Never poison. */
export class NotYet extends Transient {
  override readonly name = 'NotYet';
}

/** What stands in a dead letter: enough to act on, without PostgreSQL's details, which quote the data. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? ` [${error.code}]` : '';
  return `${error.name}${code}: ${error.message}`.replaceAll('\0', '').slice(0, 2_000);
}
