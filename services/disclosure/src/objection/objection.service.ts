import { Injectable } from '@nestjs/common';
import { calendar, citizenCase, policyVersion } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';
import { Calendar } from '@one-card/domain';
import { Replicas } from '@one-card/kafka';
import { Vault } from '@one-card/sealing';
import { type Actor, notFound } from '@one-card/service';
import { v7 as uuidv7 } from 'uuid';
import { NoticeEntity } from '../notice/notice.entity';
import { NoticeService } from '../notice/notice.service';
import { makeSecret, receiptNoOf, secretKeyOf } from '../receipt/receipt.rules';
import type { DecideObjection, ObjectToLine } from './objection.dto';
import { ObjectionEntity } from './objection.entity';
import { alreadyDecided, lineNotListed, notOpen } from './objection.errors';
import { ObjectionReaders } from './objection.readers';
import { objectionDueAt } from './objection.rules';

@Injectable()
export class ObjectionService {
  constructor(
    private readonly notices: NoticeService,
    private readonly readers: ObjectionReaders,
    private readonly replicas: Replicas,
    private readonly vault: Vault,
  ) {}

  /** Anybody may object while the notice runs; it holds the line it is about, and nothing else (二.二.4(1)). */
  async receive(noticeId: string, { line, name, phone, text }: ObjectToLine, tx: Transaction) {
    const notice = await this.notices.locked(noticeId, tx);
    const receivedAt = await tx.now();
    if (notice.state !== 'open' || notice.closesAt === null || receivedAt >= notice.closesAt) throw notOpen();
    if (!(await isListed(noticeId, line, tx))) throw lineNotListed(line);
    const [number, secret] = [receiptNoOf('YY', receivedAt, await nextSerial(tx)), makeSecret()];
    const received: ObjectionEntity = {
      id: uuidv7(),
      version: 1,
      countyCode: notice.countyCode,
      noticeId,
      line: String(line),
      receiptNo: number,
      secretHash: this.vault.lookup('receipt', secretKeyOf(number, secret)),
      name: this.vault.seal(name),
      phone: this.vault.seal(phone),
      text: this.vault.seal(text),
      state: 'open',
      reason: null,
      receivedAt,
      dueAt: await this.dueAt(notice, receivedAt, tx),
      decidedAt: null,
      decidedBy: null,
    };
    await tx.manager.insert(ObjectionEntity, received);
    await this.notices.save(notice, tx);
    await tellCase(received, notice, tx);
    return { id: received.id, receiptNo: number, secret, dueAt: received.dueAt.toISOString() };
  }

  async decide(id: string, { decision, reason }: DecideObjection, actor: Actor, tx: Transaction): Promise<ObjectionEntity> {
    const noticeId = (await tx.manager.findOne(ObjectionEntity, { where: { id } }))?.noticeId;
    if (noticeId === undefined) throw notFound({ zh: '异议', en: 'objection' }, id);
    const notice = await tx.manager.findOneOrFail(NoticeEntity, { where: { id: noticeId }, lock: { mode: 'pessimistic_write' } });
    const post = await this.readers.requireDecider(notice, actor, tx);
    const open = await tx.manager.findOneByOrFail(ObjectionEntity, { id });
    if (open.state !== 'open') throw alreadyDecided();
    const decidedBy = { actor: actor.id, name: actor.name, post };
    const decided: ObjectionEntity = { ...open, version: open.version + 1, state: decision, reason, decidedAt: await tx.now(), decidedBy };
    await tx.manager.update(ObjectionEntity, { id }, decided);
    await this.notices.save(notice, tx);
    await tellCase(decided, notice, tx);
    return decided;
  }

  private async dueAt({ policyVersionId }: NoticeEntity, receivedAt: Date, tx: Transaction): Promise<Date> {
    const policy = await this.replicas.find(policyVersion, policyVersionId, tx);
    const years = await this.replicas.all(calendar, tx);
    return objectionDueAt(receivedAt, policy?.limits ?? {}, new Calendar(years.flatMap(({ days }) => days)));
  }
}

async function isListed(noticeId: string, line: number, tx: Transaction): Promise<boolean> {
  const chunk = await tx.maybe(sql`
    SELECT FROM listed_chunk
    WHERE notice_id = ${noticeId} AND first_line <= ${line} AND first_line + lines > ${line} AND ${line} = ANY(line)`);
  return chunk !== undefined;
}

async function nextSerial(tx: Transaction): Promise<string> {
  const { serial } = await tx.one<{ serial: string }>(sql`SELECT nextval('objection_serial') AS serial`);
  return serial;
}

/** Supervision hears that it came, by when it is due and that it was answered; not who said what. */
async function tellCase({ id, version, state, receivedAt, dueAt }: ObjectionEntity, notice: NoticeEntity, tx: Transaction): Promise<void> {
  const { countyCode, divisionCode, policyCode } = notice;
  const answered = state === 'open' ? 'received' : 'answered';
  const times = { receivedAt: receivedAt.toISOString(), dueAt: dueAt.toISOString() };
  await tx.publish(citizenCase, { id, version, countyCode, kind: 'objection', divisionCode, policyCode, state: answered, ...times });
}
