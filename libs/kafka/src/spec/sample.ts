import { Controller, Module, type Type } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { defineEvent, type EventOf } from '@one-card/contracts';
import { currentCorrelation, Database, sql, Transaction } from '@one-card/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { Consumes } from '../consumes';
import type { EventMeta } from '../message';
import { Replicas } from '../replicas';
import { RpcErrorsFilter } from '../rpc-errors.filter';

const options = { summary: 'a sample', readBy: [] };

export const thing = defineEvent(
  'sample.thing.v1',
  { ...options, kind: 'state', key: ({ id }) => id },
  { id: z.string(), version: z.int(), name: z.string() },
);

/** A state that is handled, not replicated. */
export const step = defineEvent(
  'sample.step.v1',
  { ...options, kind: 'state', key: ({ id }) => id },
  { id: z.string(), version: z.int(), poison: z.boolean() },
);

export const work = defineEvent(
  'sample.work.v1',
  { ...options, kind: 'chunk', key: ({ key }) => key },
  {
    key: z.string(),
    no: z.int(),
    poison: z.boolean().optional(),
    needs: z.string().optional(),
    hangs: z.boolean().optional(),
    noRoom: z.boolean().optional(),
  },
);

export const done = defineEvent('sample.done.v1', { ...options, kind: 'record', key: ({ key }) => key }, { key: z.string(), no: z.int() });

/** Ends the handler that hangs, so that a test can end. */
export const hanging = { release: (): void => undefined };

/** What was handled, as often as it was: nothing here keeps a second time from showing. */
export class Heard1800000000001 implements MigrationInterface {
  name = 'Heard1800000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE heard (seq bigserial PRIMARY KEY, topic text, key text, no bigint, correlation text, member text)`);
    await runner.query(`CREATE TABLE mended (key text PRIMARY KEY)`);
    // What PostgreSQL says when its disk is full, until the key is mended.
    await runner.query(`
      CREATE FUNCTION no_room(wanted text) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT FROM mended WHERE key = wanted) THEN RETURN; END IF;
        RAISE EXCEPTION 'could not extend file "base/16384/16385": No space left on device' USING ERRCODE = 'disk_full';
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION no_room`);
    await runner.query(`DROP TABLE heard, mended`);
  }
}

/** A service that notes what it hears; what is called poison fails until it stands in `mended`. */
export function sampleModule(database: Database, member: string): Type<unknown> {
  @Controller()
  class SampleConsumer {
    private readonly replicas = new Replicas(database);

    @Consumes(work)
    async work(chunk: EventOf<typeof work>, tx: Transaction, meta: EventMeta): Promise<void> {
      if (chunk.needs !== undefined) await this.replicas.get(thing, chunk.needs, tx);
      await note(tx, meta, chunk.key, chunk.no);
      if (chunk.noRoom === true) await tx.execute(sql`SELECT no_room(${chunk.key})`);
      if (chunk.hangs === true) await new Promise<void>((resolve) => (hanging.release = resolve));
      await tx.publish(done, { key: chunk.key, no: chunk.no });
      if (chunk.poison === true) await failUnlessMended(tx, chunk.key);
    }

    @Consumes(step)
    async step({ id, version, poison }: EventOf<typeof step>, tx: Transaction, meta: EventMeta): Promise<void> {
      await note(tx, meta, id, version);
      if (poison) await failUnlessMended(tx, id);
    }
  }

  async function note(tx: Transaction, meta: EventMeta, key: string, no: number): Promise<void> {
    await tx.execute(sql`
      INSERT INTO heard (topic, key, no, correlation, member)
      VALUES (${meta.type}, ${key}, ${no}, ${currentCorrelation() ?? null}, ${member})`);
  }

  @Module({ controllers: [SampleConsumer], providers: [{ provide: APP_FILTER, useClass: RpcErrorsFilter }] })
  class SampleModule {}
  return SampleModule;
}

async function failUnlessMended(tx: Transaction, key: string): Promise<void> {
  const mended = await tx.maybe(sql`SELECT key FROM mended WHERE key = ${key}`);
  if (!mended) throw new Error(`${key} cannot be handled`);
}
