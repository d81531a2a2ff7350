import { type Migration, provision, runMigrations, type ServiceUrls } from '@one-card/database';
import { Client } from 'pg';

const schemaOf = (service: string): string => service.replaceAll('-', '_');

/** Functions that stand before PostgreSQL's own in the path of every service: time is the schedule's, and so are ids. */
const SIMULATED = `
  CREATE SCHEMA sim;
  GRANT USAGE ON SCHEMA sim TO PUBLIC;
  CREATE TABLE sim.clock (now timestamptz NOT NULL);
  INSERT INTO sim.clock VALUES ('2026-11-02T01:00:00Z');
  GRANT SELECT ON sim.clock TO PUBLIC;
  CREATE SEQUENCE sim.uuid_serial;
  GRANT USAGE ON SEQUENCE sim.uuid_serial TO PUBLIC;
  CREATE FUNCTION sim.now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now FROM sim.clock';
  CREATE FUNCTION sim.clock_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now FROM sim.clock';
  CREATE FUNCTION sim.gen_random_uuid() RETURNS uuid LANGUAGE sql VOLATILE
    AS $$ SELECT ('01900000-0000-4000-9000-' || lpad(to_hex(nextval('sim.uuid_serial')), 12, '0'))::uuid $$;`;

/** What stands in the tables when a seed begins, and how it is put back. Order of rows is kept, since a plan may read them in it. */
const SNAPSHOT = `
  CREATE SCHEMA base;
  CREATE TABLE base.sequence (name regclass, value bigint, called boolean);
  CREATE FUNCTION base.written() RETURNS SETOF regclass LANGUAGE sql AS $$
    SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname <> ALL ('{pg_catalog,information_schema,base,public}') AND c.relname <> 'migration' AND pg_relation_size(c.oid) > 0
    ORDER BY n.nspname, c.relname $$;
  CREATE FUNCTION base.columns(of regclass) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = of AND attnum > 0 AND NOT attisdropped AND attgenerated = '' $$;
  CREATE FUNCTION base.keep() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE t regclass; s record; v record;
  BEGIN
    FOR t IN SELECT base.written() LOOP
      EXECUTE format('CREATE TABLE base.%I AS SELECT %s FROM %s', t::text, base.columns(t), t);
    END LOOP;
    FOR s IN SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences LOOP
      EXECUTE format('SELECT last_value, is_called FROM %s', s.name) INTO v;
      INSERT INTO base.sequence VALUES (s.name::regclass, v.last_value, v.is_called);
    END LOOP;
  END $$;
  CREATE FUNCTION base.restore() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
  DECLARE t regclass; written text;
  BEGIN
    SELECT string_agg(w::text, ', ') INTO written FROM base.written() w;
    EXECUTE 'TRUNCATE ' || written || ' CASCADE';
    FOR t IN SELECT c.relname::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'base' AND c.relkind = 'r' AND c.relname <> 'sequence' ORDER BY c.relname LOOP
      EXECUTE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT * FROM base.%I', t, base.columns(t), t::text);
    END LOOP;
    PERFORM setval(name, value, called) FROM base.sequence;
  END $$;`;

/** One database for all services, each with its schema and its roles as in production. */
export class Storage {
  private constructor(
    readonly name: string,
    /** as the superuser, beside the schedule: looks, puts back, and asks who waits for whom */
    readonly look: Client,
    readonly monitor: Client,
    private readonly adminUrl: string,
    private readonly urls: ReadonlyMap<string, ServiceUrls>,
  ) {}

  static async make(adminUrl: string, name: string, services: readonly string[]): Promise<Storage> {
    await asAdmin(adminUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    const urls = new Map<string, ServiceUrls>();
    for (const service of services) urls.set(service, await provision(adminUrl, name, service));
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    // The monitor asks when real time has it: in a database of its own, where what it sees as living holds no row of the services' alive.
    const [look, monitor] = [new Client({ connectionString: url.href }), new Client({ connectionString: adminUrl })];
    await Promise.all([look.connect(), monitor.connect()]);
    await look.query(SIMULATED);
    await look.query(`ALTER DATABASE ${name} SET deadlock_timeout = '1ms'`);
    await look.query(`ALTER DATABASE ${name} SET synchronous_commit = off`);
    await look.query(`ALTER DATABASE ${name} SET jit = off`);
    for (const service of services)
      for (const role of ['app', 'migrator'])
        await look.query(`ALTER ROLE ${schemaOf(service)}_${role} IN DATABASE ${name} SET search_path = ${schemaOf(service)}, sim, pg_catalog`);
    return new Storage(name, look, monitor, adminUrl, urls);
  }

  urlOf(service: string): string {
    return this.of(service).databaseUrl;
  }

  async migrate(service: string, migrations: readonly Migration[]): Promise<void> {
    await runMigrations(this.of(service).migratorUrl, migrations);
    // No row goes away by itself while a seed runs: what a plan finds first would depend on when.
    await this.look.query(`
      DO $$ DECLARE t regclass; BEGIN
        FOR t IN SELECT oid::regclass FROM pg_class WHERE relnamespace = '${schemaOf(service)}'::regnamespace AND relkind = 'r' LOOP
          EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = off)', t);
        END LOOP;
      END $$`);
  }

  async keep(): Promise<void> {
    await this.look.query(SNAPSHOT);
    await this.look.query('SELECT base.keep()');
  }

  async restore(): Promise<void> {
    await this.look.query('SELECT base.restore()');
  }

  async drop(): Promise<void> {
    await Promise.all([this.look.end(), this.monitor.end()]);
    await asAdmin(this.adminUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`));
  }

  private of(service: string): ServiceUrls {
    const urls = this.urls.get(service);
    if (urls === undefined) throw new Error(`there is no ${service}`);
    return urls;
  }
}

async function asAdmin(adminUrl: string, work: (admin: Client) => Promise<unknown>): Promise<void> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
