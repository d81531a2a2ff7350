import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PersonsAndSessions1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person (
        id text PRIMARY KEY,
        name text NOT NULL,
        kind text NOT NULL CONSTRAINT person_kind CHECK (kind IN ('person', 'system')),
        version integer NOT NULL DEFAULT 1,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE post_holding (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        person text NOT NULL REFERENCES person,
        post text NOT NULL,
        department text,
        divisions text[] NOT NULL CONSTRAINT post_holding_has_divisions CHECK (cardinality(divisions) > 0),
        valid_from timestamptz NOT NULL,
        valid_until timestamptz,
        granted_by text NOT NULL,
        ended_by text,
        CONSTRAINT post_holding_nobody_grants_to_themself CHECK (granted_by <> person),
        CONSTRAINT post_holding_nobody_ends_their_own CHECK (ended_by <> person)
      )`);
    await runner.query('CREATE INDEX post_holding_of_person ON post_holding (person) WHERE valid_until IS NULL');
    // the form that connect-pg-simple reads and writes
    await runner.query(`
      CREATE TABLE session (
        sid text PRIMARY KEY,
        sess json NOT NULL,
        expire timestamp(6) NOT NULL
      )`);
    await runner.query('CREATE INDEX session_expire ON session (expire)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE session, post_holding, person');
  }
}
