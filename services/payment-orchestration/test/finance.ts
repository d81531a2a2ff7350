import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { orderChunk, type OrderChunk, policyVersion, project, type ResultChunk, type TreasuryApplication } from '@one-card/contracts';
import { sql } from '@one-card/database';
import { type ServiceUnderTest, serviceUnderTest } from '@one-card/testing';
import { AppModule } from '../src/app.module';
import { config } from '../src/config';
import { aPolicy, aProject } from './reference';

export const COUNTY = '410423';
export const at = '2026-11-01T08:00:00.000Z';
export const post = (name: string) => ({ posts: [{ post: name, department: '财政局', divisions: [COUNTY] }], id: name });

export interface Paid {
  batchId: string;
  rollId: string;
  chunkId: string;
  firstLine: number;
}

/** Finance's side of the service, with the treasury played by the test. */
export class Finance {
  private line = 1000;

  private constructor(
    readonly given: ServiceUnderTest,
    readonly projectId: string,
    private readonly policyVersionId: string,
    readonly treasuryOut: string,
    readonly treasuryIn: string,
  ) {}

  static async open(env: Record<string, string> = {}): Promise<Finance> {
    const [treasuryOut, treasuryIn] = [mkdtempSync(join(tmpdir(), 'treasury-out-')), mkdtempSync(join(tmpdir(), 'treasury-in-'))];
    const given = await serviceUnderTest({
      name: 'payment-orchestration',
      module: AppModule,
      config,
      env: { TREASURY_OUT: treasuryOut, TREASURY_IN: treasuryIn, ...env },
    });
    const policy = aPolicy();
    const opened = aProject(policy);
    await given.publish(policyVersion, policy);
    await given.publish(project, opened);
    await given.eventually(async () =>
      expect(await given.database.query(sql`SELECT FROM replica WHERE key IN (${policy.id}, ${opened.id})`)).toHaveLength(2),
    );
    return new Finance(given, opened.id, policy.id, treasuryOut, treasuryIn);
  }

  officer = () => this.given.as(post('budget-officer'));
  operator = () => this.given.as(post('treasury-operator'));
  approver = () => this.given.as(post('treasury-approver'));

  /** A batch that finance has reviewed, with one chunk of matched lines: 100.00 yuan each, the first at rcb, the others at abc. */
  async reviewedBatch(lines: number): Promise<Paid> {
    const [batchId, rollId, chunkId] = [randomUUID(), randomUUID(), randomUUID()];
    const firstLine = (this.line += 1000);
    const chain = JSON.stringify([{ kind: 'review', scope: 'batch', post: 'finance-reviewer', limitWorkingDays: null }]);
    await this.given.database.transaction(async (tx) => {
      await tx.execute(sql`
      INSERT INTO batch (id, county_code, project_id, policy_code, policy_name, policy_version_id, department, seq, kind, period_from, period_to, chain,
                         state, step, opened_by, opened_at)
      SELECT ${batchId}, ${COUNTY}, ${this.projectId}, 'resettlement', '移民补助', ${this.policyVersionId}, '移民', ${firstLine / 1000}::int, 'regular', '2026-01-01',
             '2026-12-31', ${chain}::jsonb, 'applied', 1, 'clerk', now()`);
      await tx.execute(sql`
      INSERT INTO roll (id, county_code, batch_id, division_code, division_name, state, step, revision, digest, lines, amount_fen)
      VALUES (${rollId}, ${COUNTY}, ${batchId}, '410423001', '露峰街道', 'ready', 2, 1, ${'0'.repeat(64)}, ${lines}, ${lines * 10_000})`);
      await tx.execute(sql`
      INSERT INTO roll_progress (roll_id, revision, chunks, matched, screened, cross_checked) VALUES (${rollId}, 1, 1, 1, 1, true)`);
      await tx.execute(sql`
      INSERT INTO chunk (chunk_id, county_code, batch_id, roll_id, revision, chunk_no, first_line, lines, amount_fen, matched, payee_block)
      VALUES (${chunkId}, ${COUNTY}, ${batchId}, ${rollId}, 1, 1, ${firstLine}, ${lines}, ${lines * 10_000}, true, ${Buffer.from('sealed')})`);
      await tx.execute(sql`
      INSERT INTO line (county_code, line, chunk_id, row_no, village_code, subject_ref, item_code, quantity_milli, rate_fen, amount_fen, beneficiary, payee,
                        payee_basis, bank_code, account)
      SELECT ${COUNTY}, ${firstLine} + i, ${chunkId}, i + 2, '410423001001', '', '', 1000, 10000, 10000, i + 1, i + 1, 'own',
             CASE WHEN i = 0 THEN 'rcb' ELSE 'abc' END, i + 1
      FROM generate_series(0, ${lines - 1}::int) AS i`);
    });
    return { batchId, rollId, chunkId, firstLine };
  }

  async indicator(amountFen: string): Promise<string> {
    const { status, body } = await this.officer().post('/indicators', {
      projectId: this.projectId,
      budgetYear: 2026,
      documentNo: `鲁财预〔2026〕${randomUUID()}`,
      receivedAt: '2026-09-30',
      amountFen,
      fundNature: '一般公共预算',
      functionCode: '2130321',
      economicCode: '50901',
      budgetUnit: '移民工作服务中心',
      projectCode: 'P1',
      directMark: false,
    });
    expect(status).toBe(201);
    return (body as { id: string }).id;
  }

  async indicatorOf(id: string) {
    const [row] = await this.given.database.query(sql`SELECT available_fen, reserved_fen, paid_fen FROM indicator WHERE id = ${id}`);
    return row;
  }

  async open(batchId: string, indicatorId: string, amountFen: string) {
    return this.operator().post('/orders', { batchId, draws: [{ indicatorId, amountFen }] });
  }

  /** The treasury answers as its own program would. */
  async treasuryAnswers(orderId: string, change: (answer: Record<string, unknown>) => void = () => undefined): Promise<void> {
    const application = await this.given.eventually(() => {
      const found = readdirSync(this.treasuryOut)
        .filter((name) => name.endsWith('.json'))
        .map((name) => JSON.parse(readFileSync(join(this.treasuryOut, name), 'utf8')) as TreasuryApplication)
        .find((each) => each.orderId === orderId);
      expect(found).toBeDefined();
      return found as TreasuryApplication;
    });
    const vouchers = application.banks.map(({ bankCode, amountFen }) => ({
      bankCode,
      amountFen,
      voucherNo: `${application.applicationNo}-${bankCode}`,
      fundedAt: at,
    }));
    const answer = { format: 'one-card.treasury-answer.v1', applicationNo: application.applicationNo, orderId, refused: null, vouchers };
    change(answer);
    const file = join(this.treasuryIn, `${application.applicationNo}.json`);
    writeFileSync(`${file}.half`, JSON.stringify(answer));
    renameSync(`${file}.half`, file);
  }

  resultOf(order: OrderChunk, bankCode: string, stateOf: (line: number) => 'credited' | 'bounced', sequence = 1): ResultChunk {
    const picked = order.lines.line.filter((_, i) => order.lines.bankCode[i] === bankCode);
    const states = picked.map(stateOf);
    const sum = (wanted: string) => ({
      count: states.filter((s) => s === wanted).length,
      amountFen: String(states.filter((s) => s === wanted).length * 10_000),
    });
    const bounced = (value: string) => states.map((s) => (s === 'bounced' ? value : null));
    return {
      orderId: order.orderId,
      chunk: order.chunk,
      bankCode,
      fileId: `file-${bankCode}`,
      lines: {
        line: picked,
        attempt: picked.map(() => 1),
        sequence: picked.map(() => sequence),
        state: states,
        reason: bounced('name-differs') as 'name-differs'[],
        rawCode: bounced('E1203'),
        rawText: bounced('卡号与户名不一致'),
        bankSerial: picked.map(String),
        creditedAt: picked.map(() => at),
        notifiedAt: picked.map(() => null),
        amountFen: picked.map(() => '10000'),
      },
      credited: sum('credited'),
      bounced: sum('bounced'),
    };
  }

  async funded(lines: number) {
    const { batchId, rollId, chunkId, firstLine } = await this.reviewedBatch(lines);
    const indicatorId = await this.indicator(String(lines * 10_000 + 5_000));
    const { status, body } = await this.open(batchId, indicatorId, String(lines * 10_000));
    expect(status).toBe(201);
    const orderId = (body as { id: string }).id;
    expect((await this.approver().post(`/orders/${orderId}/approve`, {})).status).toBe(204);
    await this.treasuryAnswers(orderId);
    const order = await this.given.published(orderChunk, (each) => each.orderId === orderId);
    return { batchId, rollId, chunkId, firstLine, indicatorId, orderId, order };
  }
}
