import { Injectable } from '@nestjs/common';
import { citizenCase } from '@one-card/contracts';
import { Database, empty, sql, type Transaction } from '@one-card/database';
import type { Post } from '@one-card/domain';
import { Vault } from '@one-card/sealing';
import { type Actor, Authority, decodeCursor, type Held, holdings, notFound, page, requirePost, WorkingCalendar } from '@one-card/service';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { config } from '../config';
import { newestOf } from '../publicity/newest-policy';
import { makeSecret, receiptNoOf, secretKeyOf } from '../receipt/receipt.rules';
import type { CaseQuery, OpenCase, TransferCase } from './case.dto';
import { CaseEntity } from './case.entity';
import { alreadyAnswered, policyUnknown, thereAlready } from './case.errors';
import { LIMITS, PREFIXES } from './case.rules';
import { CaseViews } from './case.views';

/** Who answers: the policy's department; where no policy is named, those who publish for the county. */
const ANSWERERS: readonly Post[] = ['department-clerk', 'publisher'];
const OVERSEERS: readonly Post[] = ['publicity-inspector', 'supervisor'];

@Injectable()
export class CaseService {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly authority: Authority,
    private readonly calendar: WorkingCalendar,
    private readonly views: CaseViews,
  ) {}

  /** Anybody may ask or complain; what they get is a number, a secret and a deadline (二.二.4(1)). */
  async receive({ kind, divisionCode, policyCode, name, phone, text }: OpenCase, tx: Transaction) {
    if (policyCode !== null && (await tx.maybe(newestOf(policyCode))) === undefined) throw policyUnknown(policyCode);
    const receivedAt = await tx.now();
    const { serial } = await tx.one<{ serial: string }>(sql`SELECT nextval('citizen_case_serial') AS serial`);
    const [receiptNo, secret] = [receiptNoOf(PREFIXES[kind], receivedAt, serial), makeSecret()];
    const received: CaseEntity = {
      ...{ id: uuidv7(), version: 1, countyCode: config.countyCode, kind, divisionCode, policyCode, receiptNo },
      secretHash: this.vault.lookup('receipt', secretKeyOf(receiptNo, secret)),
      ...{ name: this.vault.seal(name), phone: this.vault.seal(phone), text: this.vault.seal(text) },
      ...{ state: 'received', answer: null, receivedAt, dueAt: await this.calendar.dueAfter(receivedAt, LIMITS[kind], tx) },
      ...{ answeredAt: null, answeredBy: null },
    };
    await tx.manager.insert(CaseEntity, received);
    await tell(received, tx);
    return { id: received.id, receiptNo, secret, dueAt: received.dueAt.toISOString() };
  }

  async answer(id: string, answer: string, actor: Actor, tx: Transaction) {
    const { found, held } = await this.waiting(id, actor, tx);
    const answered: CaseEntity = {
      ...found,
      ...{ version: found.version + 1, state: 'answered', answer: this.vault.seal(answer), answeredAt: await tx.now() },
      answeredBy: { actor: actor.id, name: actor.name, post: held.post as Post },
    };
    await tx.manager.update(CaseEntity, { id }, answered);
    await tell(answered, tx);
    return this.views.of(answered);
  }

  /** To the department of the policy that it is about; the deadline is the citizen's and stays. */
  async transfer(id: string, { policyCode, note }: TransferCase, actor: Actor, tx: Transaction) {
    const { found } = await this.waiting(id, actor, tx);
    if (policyCode !== null && (await tx.maybe(newestOf(policyCode))) === undefined) throw policyUnknown(policyCode);
    const [from, to] = [await this.departmentOf(found.policyCode), await this.departmentOf(policyCode)];
    if (from === to) throw thereAlready();
    const version = found.version + 1;
    await tx.manager.update(CaseEntity, { id }, { version, policyCode });
    await tx.execute(sql`
      INSERT INTO citizen_case_transfer (case_id, version, from_department, to_department, note, by_actor, by_name, at)
      VALUES (${id}, ${version}, ${from}, ${to}, ${this.vault.seal(note)}, ${actor.id}, ${actor.name}, ${await tx.now()})`);
    await tell({ ...found, version, policyCode }, tx);
    return this.views.of({ ...found, version, policyCode });
  }

  /** What the actor answers or oversees, the newest first. */
  async list({ state, kind, late, limit, cursor }: CaseQuery, actor: Actor) {
    requirePost(actor, [...ANSWERERS, ...OVERSEERS]);
    const after = decodeCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]));
    const departments = holdings(actor, 'department-clerk').flatMap(({ department }) => department ?? []);
    const everything = holdings(actor, [...OVERSEERS, 'publisher']).length > 0;
    const rows = await this.database.query<{ id: string; received_at: Date }>(sql`
      SELECT c.id, c.received_at
      FROM citizen_case c
      WHERE c.county_code = ${config.countyCode}
        ${state === undefined ? empty : sql`AND c.state = ${state}`}
        ${kind === undefined ? empty : sql`AND c.kind = ${kind}`}
        ${late ? sql`AND c.state = 'received' AND c.due_at < ${await this.database.now()}` : empty}
        ${after === undefined ? empty : sql`AND (c.received_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`}
        AND (${everything} OR EXISTS (
          SELECT FROM replica p
          WHERE p.topic = 'policy-catalog.policy.v1' AND p.doc ->> 'code' = c.policy_code AND p.doc ->> 'department' = ANY(${departments})))
      ORDER BY c.received_at DESC, c.id DESC
      LIMIT ${limit + 1}`);
    const { items, next } = page(rows, limit, ({ received_at, id }) => [received_at.toISOString(), id]);
    const cases = await this.cases.find({ where: { id: In(items.map(({ id }) => id)) }, order: { receivedAt: 'DESC', id: 'DESC' } });
    return { next, items: await this.views.ofAll(cases) };
  }

  /** With who sent it; the reading is recorded. */
  async detail(id: string, actor: Actor) {
    const found = await this.cases.findOneBy({ id });
    if (found === null) throw noCase(id);
    await this.requireAnswerer(found, actor);
    await this.database.transaction(async (tx) =>
      tx.execute(sql`
        INSERT INTO citizen_case_reading (case_id, reader, reader_name, at) VALUES (${id}, ${actor.id}, ${actor.name}, ${await tx.now()})`),
    );
    return {
      ...(await this.views.of(found)),
      transfers: await this.views.transfersOf(id),
      name: this.vault.openText(found.name),
      phone: this.vault.openText(found.phone),
    };
  }

  /** One that waits for an answer, locked, and the post by which the actor gives it. */
  private async waiting(id: string, actor: Actor, tx: Transaction): Promise<{ found: CaseEntity; held: Held }> {
    const found = await tx.manager.findOne(CaseEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (found === null) throw noCase(id);
    const held = await this.requireAnswerer(found, actor);
    if (found.state === 'answered') throw alreadyAnswered();
    return { found, held };
  }

  private async requireAnswerer({ policyCode }: CaseEntity, actor: Actor): Promise<Held> {
    if (policyCode === null) return this.authority.require(actor, 'publisher', { division: config.countyCode });
    return this.authority.require(actor, 'department-clerk', { department: (await this.departmentOf(policyCode)) ?? '' });
  }

  private async departmentOf(policyCode: string | null): Promise<string | null> {
    if (policyCode === null) return null;
    return (await this.database.maybe<{ doc: { department: string } }>(newestOf(policyCode)))?.doc.department ?? null;
  }

  private get cases() {
    return this.database.dataSource.getRepository(CaseEntity);
  }
}

const noCase = (id: string) => notFound({ zh: '咨询投诉件', en: 'case' }, id);

/** Supervision hears that it came, by when it is due and that it was answered; not who said what. */
async function tell(
  { id, version, countyCode, kind, divisionCode, policyCode, state, receivedAt, dueAt }: CaseEntity,
  tx: Transaction,
): Promise<void> {
  const times = { receivedAt: receivedAt.toISOString(), dueAt: dueAt.toISOString() };
  await tx.publish(citizenCase, { id, version, countyCode, kind, divisionCode, policyCode, state, ...times });
}
