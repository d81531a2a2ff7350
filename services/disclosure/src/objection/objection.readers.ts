import { Injectable } from '@nestjs/common';
import { policyVersion } from '@one-card/contracts';
import { Database, sql, type Transaction } from '@one-card/database';
import type { Post } from '@one-card/domain';
import { Replicas } from '@one-card/kafka';
import { Vault } from '@one-card/sealing';
import { type Actor, Authority, holdings, notFound } from '@one-card/service';
import { NoticeEntity } from '../notice/notice.entity';
import { ObjectionEntity } from './objection.entity';

const OF_DIVISION: readonly Post[] = ['township-reviewer'];
const OVERSEERS: readonly Post[] = ['township-clerk', 'publicity-inspector', 'supervisor'];

/** Who may decide objections, and who may read them: the names of those who object only whoever decides, and that is recorded. */
@Injectable()
export class ObjectionReaders {
  constructor(
    private readonly database: Database,
    private readonly authority: Authority,
    private readonly replicas: Replicas,
    private readonly vault: Vault,
  ) {}

  /** A clerk of the policy's department, or the reviewer of the township; the post by which they act. */
  async requireDecider(notice: NoticeEntity, actor: Actor, tx?: Transaction): Promise<Post> {
    const isClerk = holdings(actor, 'department-clerk').length > 0;
    const { department } = await this.replicas.get(policyVersion, notice.policyVersionId, tx);
    const held = isClerk
      ? await this.authority.require(actor, 'department-clerk', { department, division: notice.divisionCode })
      : await this.authority.require(actor, OF_DIVISION, { division: notice.divisionCode });
    return held.post as Post;
  }

  async ofNotice(noticeId: string, actor: Actor) {
    const notice = await this.notice(noticeId);
    if (holdings(actor, OVERSEERS).length > 0) await this.authority.require(actor, OVERSEERS, { division: notice.divisionCode });
    else await this.requireDecider(notice, actor);
    const found = await this.objections.find({ where: { noticeId }, order: { receivedAt: 'ASC', id: 'ASC' } });
    return found.map((one) => this.viewOf(one));
  }

  async detail(id: string, actor: Actor) {
    const found = await this.objections.findOneBy({ id });
    if (found === null) throw notFound({ zh: '异议', en: 'objection' }, id);
    await this.requireDecider(await this.notice(found.noticeId), actor);
    await this.database.transaction(async (tx) =>
      tx.execute(sql`
        INSERT INTO objection_reading (objection_id, reader, reader_name, at)
        VALUES (${id}, ${actor.id}, ${actor.name}, ${await tx.now()})`),
    );
    return { ...this.viewOf(found), name: this.vault.openText(found.name), phone: this.vault.openText(found.phone) };
  }

  viewOf({ id, noticeId, line, receiptNo, text, state, reason, receivedAt, dueAt, decidedAt }: ObjectionEntity) {
    return {
      id,
      noticeId,
      line: Number(line),
      receiptNo,
      text: this.vault.openText(text),
      state,
      reason,
      receivedAt: receivedAt.toISOString(),
      dueAt: dueAt.toISOString(),
      decidedAt: decidedAt?.toISOString() ?? null,
    };
  }

  private get objections() {
    return this.database.dataSource.getRepository(ObjectionEntity);
  }

  private async notice(id: string): Promise<NoticeEntity> {
    const found = await this.database.dataSource.getRepository(NoticeEntity).findOneBy({ id });
    if (found === null) throw notFound({ zh: '公示', en: 'notice' }, id);
    return found;
  }
}
