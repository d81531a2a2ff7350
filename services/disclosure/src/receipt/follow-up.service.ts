import { Injectable } from '@nestjs/common';
import { type disclosureApi, division, policyVersion } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { Vault } from '@one-card/sealing';
import { defineTitles, DomainError } from '@one-card/service';
import type { z } from 'zod';
import { config } from '../config';
import { secretKeyOf } from './receipt.rules';

type FollowUp = z.output<typeof disclosureApi.followUpView>;

interface Row {
  kind: FollowUp['kind'];
  receiptNo: string;
  state: 'open' | 'upheld' | 'refused' | 'received' | 'answered';
  reason: string | null;
  answer: Buffer | null;
  receivedAt: Date;
  dueAt: Date;
  answeredAt: Date | null;
  policy: string | null;
  place: string | null;
}

defineTitles({ 'receipt-unknown': { zh: '没有查到', en: 'Not found' } });

/** Whoever holds a receipt learns what became of it; neither name nor telephone nor words are told again. */
@Injectable()
export class FollowUpService {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  async of(receiptNo: string, secret: string): Promise<FollowUp> {
    const number = receiptNo.trim().toUpperCase();
    const hash = this.vault.lookup('receipt', secretKeyOf(receiptNo, secret));
    const row = await this.database.maybe<Row>(sql`
      SELECT found.*, p.name AS policy, d.doc ->> 'name' AS place
      FROM (
        SELECT 'objection' AS kind, o.receipt_no AS "receiptNo", o.state, o.reason, NULL::bytea AS answer, o.received_at AS "receivedAt",
               o.due_at AS "dueAt", o.decided_at AS "answeredAt", n.policy_code, n.division_code
        FROM objection o
        JOIN notice n ON n.id = o.notice_id
        WHERE o.receipt_no = ${number} AND o.county_code = ${config.countyCode} AND o.secret_hash = ${hash}
        UNION ALL
        SELECT c.kind, c.receipt_no, c.state, NULL, c.answer, c.received_at, c.due_at, c.answered_at, c.policy_code, c.division_code
        FROM citizen_case c
        WHERE c.receipt_no = ${number} AND c.county_code = ${config.countyCode} AND c.secret_hash = ${hash}) found
      LEFT JOIN LATERAL (
        SELECT doc ->> 'name' AS name
        FROM replica
        WHERE topic = ${policyVersion.type} AND doc ->> 'code' = found.policy_code
        ORDER BY (doc ->> 'versionNo')::int DESC
        LIMIT 1) p ON true
      LEFT JOIN replica d ON d.topic = ${division.type} AND d.key = found.division_code`);
    if (row === undefined) throw unknown();
    return this.viewOf(row);
  }

  private viewOf({ kind, receiptNo, state, reason, answer, receivedAt, dueAt, answeredAt, policy, place }: Row): FollowUp {
    return {
      kind,
      receiptNo,
      about: [place, policy].filter((word) => word !== null).join(' '),
      state: state === 'received' ? 'open' : state,
      answer: answer === null ? reason : this.vault.openText(answer),
      receivedAt: receivedAt.toISOString(),
      dueAt: dueAt.toISOString(),
      answeredAt: answeredAt?.toISOString() ?? null,
    };
  }
}

/** The same for a number that does not exist and for a secret that is not its own. */
const unknown = () =>
  new DomainError('receipt-unknown', 404, {
    zh: '没有查到:请核对受理编号和查询码(查询码在提交成功的页面上)',
    en: 'Nothing found: check the number and the secret that you were given when you sent it',
  });
