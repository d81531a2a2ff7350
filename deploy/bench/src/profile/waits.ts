import type { Place } from '@one-card/demo';
import { groupLag } from '@one-card/kafka';
import type { Client } from 'pg';

const READERS = ['recipient-registry', 'eligibility-check', 'payment-orchestration', 'bank-gateway', 'disclosure', 'supervision'];

/** What stands in a queue: rows of each outbox, messages that a consumer has not read, backends by what they wait for. */
export class Waits {
  private outboxes?: string[];

  constructor(
    private readonly place: Pick<Place, 'kafkaBrokers'>,
    private readonly admin: Client,
  ) {}

  async look(): Promise<Record<string, number>> {
    return { ...(await this.unsent()), ...(await this.unread()), ...(await this.backends()) };
  }

  private async unsent(): Promise<Record<string, number>> {
    this.outboxes ??= (
      await this.admin.query<{ schema: string }>(
        `SELECT n.nspname AS schema FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = 'outbox' AND c.relkind = 'r'`,
      )
    ).rows.map(({ schema }) => schema);
    const counts = this.outboxes.map((schema) => `SELECT '${schema}' AS schema, count(*)::int AS n FROM ${schema}.outbox`).join(' UNION ALL ');
    const { rows } = await this.admin.query<{ schema: string; n: number }>(counts);
    return Object.fromEntries(rows.map(({ schema, n }) => [`outbox ${schema.replaceAll('_', '-')}`, n]));
  }

  private async unread(): Promise<Record<string, number>> {
    const lags = await Promise.all(READERS.map((group) => groupLag(this.place.kafkaBrokers, group)));
    return Object.fromEntries(lags.map(({ lag }, index) => [`lag ${READERS[index] ?? ''}`, lag]));
  }

  private async backends(): Promise<Record<string, number>> {
    const { rows } = await this.admin.query<{ what: string; n: number }>(
      `SELECT coalesce(wait_event_type || ':' || wait_event, 'running') AS what, count(*)::int AS n FROM pg_stat_activity
       WHERE backend_type = 'client backend' AND state IN ('active', 'idle in transaction') AND pid <> pg_backend_pid() GROUP BY 1`,
    );
    return Object.fromEntries(rows.map(({ what, n }) => [`backends ${what}`, n]));
  }
}
