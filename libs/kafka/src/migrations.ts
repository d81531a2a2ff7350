import type { Migration } from '@one-card/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

class Inbox1700000001001 implements MigrationInterface {
  name = 'Inbox1700000001001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE inbox (
        event_id    uuid PRIMARY KEY,
        topic       text NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE inbox`);
  }
}

class Replica1700000001002 implements MigrationInterface {
  name = 'Replica1700000001002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE replica (
        topic   text NOT NULL,
        key     text NOT NULL,
        version bigint NOT NULL,
        doc     jsonb NOT NULL,
        PRIMARY KEY (topic, key)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE replica`);
  }
}

class DeadLetter1700000001003 implements MigrationInterface {
  name = 'DeadLetter1700000001003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE dead_letter (
        id            bigserial PRIMARY KEY,
        event_id      uuid NOT NULL CONSTRAINT dead_letter_once UNIQUE,
        topic         text NOT NULL,
        partition     integer NOT NULL,
        kafka_offset  bigint NOT NULL,
        key           text NOT NULL,
        headers       jsonb NOT NULL,
        payload       bytea NOT NULL,
        reason        text NOT NULL CONSTRAINT dead_letter_reason CHECK (reason IN ('poison', 'parked')),
        cause         text NOT NULL,
        attempts      integer NOT NULL DEFAULT 1,
        failed_at     timestamptz NOT NULL DEFAULT now(),
        redriven_at   timestamptz
      )`);
    // Asked before every state event, and nearly always empty.
    await runner.query(`CREATE INDEX dead_letter_open ON dead_letter (topic, key, id) WHERE redriven_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE dead_letter`);
  }
}

/** Tables of this library, in every service's schema. */
export const kafkaMigrations: readonly Migration[] = [Inbox1700000001001, Replica1700000001002, DeadLetter1700000001003];
