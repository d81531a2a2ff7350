import { z } from 'zod';
import { OUTCOMES, date, divisionCode, fen, line, outcome, pageOf, pageQuery, post, reason, sha256, token, totals } from '../shapes';
import { SCREENING_RULES } from '../policy-catalog/policy';
import { BATCH_KINDS, BATCH_STATES, rollState } from './batch';

/** Indicator (指标): budget that a project may spend. Amounts in fen; granted = available + reserved + paid, by constraint. */
export const grantIndicator = z.object({
  projectId: z.uuid(),
  budgetYear: z.int(),
  documentNo: z.string().min(1).describe('指标文号'),
  receivedAt: date(),
  amountFen: fen(),
  fundNature: z.string().describe('资金性质: 一般公共预算, 政府性基金'),
  functionCode: z.string().describe('功能科目'),
  economicCode: z.string().describe('经济科目'),
  budgetUnit: z.string(),
  projectCode: z.string(),
  directMark: z.boolean().describe('直达资金标识 (一.二.4)'),
  trackingCode: z.string().nullable().default(null),
  performanceTargetId: z.string().nullable().default(null),
});
export const indicatorView = grantIndicator.extend({ id: z.uuid(), grantedFen: fen(), availableFen: fen(), reservedFen: fen(), paidFen: fen() });
export const indicatorPage = pageOf(indicatorView);
export const indicatorQuery = pageQuery.extend({ projectId: z.uuid().optional(), budgetYear: z.coerce.number().int().optional() });
export const indicatorTotals = z.object({ grantedFen: fen(), availableFen: fen(), reservedFen: fen(), paidFen: fen() });

export const openBatch = z.object({
  projectId: z.uuid(),
  kind: z.enum(BATCH_KINDS).default('regular'),
  periodFrom: date(),
  periodTo: date(),
  divisions: z.array(divisionCode()).min(1).optional().describe("of the project's divisions, those it is issued to; left out: all of them"),
});
export const outcomeTotals = z.object(
  Object.fromEntries(OUTCOMES.map((o) => [o, totals()])) as Record<(typeof OUTCOMES)[number], ReturnType<typeof totals>>,
);
export const reviewView = z.object({
  rollId: z.uuid().nullable(),
  step: z.int(),
  post: post(),
  actor: z.string(),
  name: z.string(),
  decision: z.enum(['approve', 'sendBack']),
  opinion: z.string(),
  revision: z.int().nullable(),
  digest: sha256(),
  at: z.string(),
});
export const batchView = z.object({
  id: z.uuid(),
  projectId: z.uuid(),
  policyCode: z.string(),
  policyName: z.string(),
  department: z.string(),
  seq: z.int(),
  kind: z.enum(BATCH_KINDS),
  periodFrom: date(),
  periodTo: date(),
  state: z.enum(BATCH_STATES),
  step: z.int(),
  waitsFor: post().nullable().describe('the post whose turn it is on the batch'),
  dueAt: z.string().nullable(),
  digest: sha256().nullable().describe('over the rolls; a review binds it'),
  rolls: z.array(rollState.extend({ divisionName: z.string(), waitsFor: post().nullable(), openHits: z.int(), hits: z.int(), rejected: z.int() })),
  entered: totals(),
  outcome: outcomeTotals,
  reviews: z.array(reviewView),
});
export const batchPage = pageOf(batchView.omit({ rolls: true, reviews: true }));
export const batchQuery = pageQuery.extend({
  projectId: z.uuid().optional(),
  state: z.enum(BATCH_STATES).optional(),
  policyCode: z.string().optional(),
  department: z.string().max(50).optional(),
  year: z.coerce.number().int().min(2000).max(2100).optional().describe('of its period'),
  month: z
    .string()
    .regex(/^\d{4}-\d{2}$/)
    .optional()
    .describe('YYYY-MM: batches whose period holds this month'),
  text: z.string().trim().max(50).optional().describe('words in the name of the policy or the department'),
});
/** One act on a batch or on one of its rolls: who, when, by which post. */
export const actView = z.object({
  at: z.string(),
  act: z.string(),
  rollId: z.uuid().nullable(),
  divisionName: z.string().nullable(),
  name: z.string().nullable().describe('null: the system did it'),
  post: post().nullable(),
  note: z.string().nullable(),
});
export const actPage = pageOf(actView);

/** How far a batch is, by stage; sent as server-sent events `progress` whenever it changes. */
export const batchProgress = z.object({
  batchId: z.uuid(),
  state: z.enum(BATCH_STATES),
  version: z.int(),
  entered: totals(),
  outcome: outcomeTotals,
  stages: z.array(
    z.object({
      stage: z.enum(['uploaded', 'matched', 'checked', 'ready', 'ordered', 'sent', 'answered']),
      done: z.int(),
      total: z.int(),
      unit: z.enum(['rolls', 'chunks', 'lines']),
    }),
  ),
});
/** All batches under way, newest first; sent as server-sent events `runs` whenever one of them changes. */
export const runsProgress = z.array(
  batchProgress.extend({ policyName: z.string(), department: z.string(), seq: z.int(), dueAt: z.iso.datetime().nullable() }),
);

/**
 * `POST /rolls/{id}/file?fileName=…`: the roll file as the request body (text/csv in UTF-8 or GB18030, or XLSX), streamed.
 * A header row, then one row a line; the columns, by their Chinese head (any order; 收款人姓名, 收款人身份证号, 地块/机具编号, 档次/项目 optional):
 */
export const ROLL_COLUMNS = {
  sequence: '序号',
  village: '村',
  name: '姓名',
  identity: '身份证号',
  payeeName: '收款人姓名',
  payeeIdentity: '收款人身份证号',
  subject: '地块/机具编号',
  item: '档次/项目',
  quantity: '数量',
  rate: '标准',
  amount: '金额',
} as const;
/** Control totals stand in the file's last row, 序号 = 合计: 数量 = number of lines, 金额 = sum. A file whose totals do not agree is refused whole. */
export const ROLL_TOTAL_MARK = '合计';

export const rowFault = z.object({ row: z.int(), column: z.string(), reason: reason() });
export const uploadResult = z.object({
  rollId: z.uuid(),
  revision: z.int(),
  sha256: sha256(),
  lines: totals().describe('all lines of the file'),
  chunks: z.int(),
  rejected: totals(),
  faults: z.array(rowFault).describe('the first 1,000; the rest by GET /rolls/{id}/faults'),
  faultCount: z.int(),
});
export const rollView = rollState.extend({
  batchId: z.uuid(),
  divisionName: z.string(),
  waitsFor: post().nullable(),
  chunks: z.int(),
  matchedChunks: z.int(),
  screenedChunks: z.int(),
  outcome: outcomeTotals,
  noticeId: z.uuid().nullable(),
  reviews: z.array(reviewView),
});
export const faultPage = pageOf(rowFault.extend({ line: line() }));
/** A file that was sent in for a roll, taken in or refused. */
export const uploadView = z.object({
  id: z.uuid(),
  at: z.string(),
  fileName: z.string(),
  sha256: sha256(),
  byMe: z.boolean(),
  accepted: z.boolean(),
  revision: z.int().nullable(),
  detail: z.string().nullable().describe('why it was refused'),
  faults: z.array(rowFault).describe('of a refused file: where it must be mended, the first 1,000'),
  faultCount: z.int(),
});
export const uploadList = z.array(uploadView);

/** A review binds the revision and digest of what was reviewed; a change afterwards needs it again. */
export const reviewRoll = z.object({
  decision: z.enum(['approve', 'sendBack']),
  opinion: z.string().default(''),
  revision: z.int().positive(),
  digest: sha256(),
});
export const reviewBatch = z.object({
  decision: z.enum(['approve', 'sendBack']),
  opinion: z.string().default(''),
  digest: sha256(),
  rollIds: z.array(z.uuid()).default([]).describe('sendBack: the rolls to mend; they come straight back to this post'),
});
export const sendRoll = z.object({ revision: z.int().positive(), digest: sha256() });
export const stopLine = z.object({ reason: z.string().trim().min(4, '停发理由不少于 4 个字') });

export const openOrder = z.object({
  batchId: z.uuid(),
  draws: z
    .array(z.object({ indicatorId: z.uuid(), amountFen: fen() }))
    .min(1)
    .describe('their sum is the order'),
  paymentMode: z.enum(['direct', 'authorized']).default('direct'),
});
export const ORDER_STATES = ['reserved', 'applied', 'funded', 'settled', 'refused', 'cancelled'] as const;
export const orderView = z.object({
  id: z.uuid(),
  orderNo: z.string(),
  batchId: z.uuid(),
  state: z
    .enum(ORDER_STATES)
    .describe(
      'reserved: waits for the second pair of eyes; applied: waits for the voucher; funded: the bank is paying; settled: every line answered',
    ),
  total: totals(),
  banks: z.array(
    z.object({
      bankCode: z.string(),
      lines: z.int(),
      amountFen: fen(),
      voucherNo: z.string().nullable(),
      fundedAt: z.string().nullable(),
      credited: totals(),
      bounced: totals(),
      refundedFen: fen(),
      heldFen: fen(),
    }),
  ),
  draws: z.array(z.object({ indicatorId: z.uuid(), documentNo: z.string(), amountFen: fen() })),
  openedBy: z.string(),
  approvedBy: z.string().nullable(),
  refusedWhy: z.string().nullable(),
});
export const orderQuery = pageQuery.extend({ batchId: z.uuid().optional(), state: z.enum(ORDER_STATES).optional() });
/** What an order of this batch would pay now: lines that are neither rejected, held, stopped nor ordered before. */
export const payableView = z.object({
  batchId: z.uuid(),
  total: totals(),
  banks: z.array(z.object({ bankCode: z.string(), lines: z.int(), amountFen: fen() })),
});

/** What stands on the confirmation page of an order: who and how much is paid, from which indicators, and what is left of them. */
export const orderPreview = payableView.extend({
  people: z.int().describe('beneficiaries'),
  payees: z.int().describe('accounts credited'),
  indicators: z
    .array(indicatorTotals.extend({ id: z.uuid(), documentNo: z.string(), drawFen: fen(), afterFen: fen().describe('available after the order') }))
    .describe('of the project; the draws proposed take the oldest first'),
  missingFen: fen().describe('what the indicators are short of'),
});

export const lineView = z.object({
  line: line(),
  rollId: z.uuid(),
  revision: z.int(),
  rowNo: z.int(),
  villageCode: divisionCode(),
  beneficiary: token().nullable(),
  payee: token().nullable(),
  payeeBasis: z.string().nullable(),
  subjectRef: z.string(),
  quantityMilli: z.int(),
  rateFen: fen(),
  amountFen: fen(),
  bankCode: z.string().nullable(),
  outcome: outcome(),
  reasons: z.array(reason()),
});
export const linePage = pageOf(lineView).extend({
  total: z.int().nullable().optional().describe('lines in all; told without filters by line, where counting is cheap'),
});
const lineFilter = z.object({
  outcome: outcome().optional(),
  village: divisionCode().optional(),
  rollId: z.uuid().optional(),
  rule: z
    .enum([...SCREENING_RULES, 'objection'])
    .optional()
    .describe('lines of which this was found, decided or not'),
  reason: z.string().max(60).optional().describe('code of a reason'),
  text: z.string().trim().max(50).optional().describe('words in the reasons'),
});
export const lineQuery = pageQuery.extend({
  ...lineFilter.shape,
  position: z.coerce
    .number()
    .int()
    .nonnegative()
    .optional()
    .describe('begin with this line, counted from 0 in the order of the list, instead of a cursor; not with filters by line'),
});
/** Lines of the whole county that one account takes (多人共用账户), the newest first. */
export const accountQuery = pageQuery.extend({ account: z.coerce.number().pipe(token()) });
export const accountLine = lineView.extend({ batchId: z.uuid(), policyName: z.string(), seq: z.int(), periodFrom: date(), periodTo: date() });
export const accountLinePage = pageOf(accountLine);
export const lineExport = lineFilter.extend({ format: z.enum(['csv', 'xlsx']).default('xlsx') });

/** Sums over all batches: entered = the sum of outcomes (rule 1). */
export const paymentTotals = z.object({ batches: z.int(), entered: totals(), outcome: outcomeTotals });
/** What each bank was given over all orders and what became of it: funded = credited + refunded + held. */
export const bankTotals = z.array(
  z.object({
    bankCode: z.string(),
    ordered: totals(),
    fundedFen: fen(),
    credited: totals(),
    bounced: totals(),
    refundedFen: fen(),
    heldFen: fen().describe('funded, and neither credited nor refunded'),
  }),
);

/** A payment as its recipient is told of it, in plain words. */
export const myLine = z.object({
  line: line(),
  forMyself: z.boolean().describe('false: for another of the household or in my care, to my card'),
  policyCode: z.string(),
  policyName: z.string(),
  department: z.string(),
  periodFrom: date(),
  periodTo: date(),
  unit: z.string(),
  quantityMilli: z.int(),
  rateFen: fen(),
  amountFen: fen(),
  payeeBasis: z.enum(['own', 'head', 'guardian']).nullable(),
  bankCode: z.string().nullable(),
  state: outcome(),
  stage: z.string(),
  why: z.array(z.string()).describe('why it was not paid'),
  whereToGo: z.string().nullable(),
  fundedAt: z.string().nullable().describe('when the bank had the money'),
});
