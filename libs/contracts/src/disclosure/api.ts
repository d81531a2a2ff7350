import { z } from 'zod';
import { divisionCode, fen, line, pageOf, pageQuery, sha256, totals } from '../shapes';
import { NOTICE_STATES } from './notice';

export const noticeView = z.object({
  id: z.uuid(),
  batchId: z.uuid(),
  rollId: z.uuid(),
  policyCode: z.string(),
  policyName: z.string(),
  divisionCode: divisionCode(),
  divisionName: z.string(),
  place: z.string(),
  level: z.string(),
  basis: z.string(),
  state: z.enum(NOTICE_STATES),
  listed: totals(),
  openedAt: z.string().nullable(),
  closesAt: z.string().nullable(),
  daysLeft: z.int().nullable(),
  openObjections: z.int(),
});
export const noticeQuery = pageQuery.extend({
  batchId: z.uuid().optional(),
  division: divisionCode().optional(),
  policyCode: z.string().optional(),
  state: z.enum(NOTICE_STATES).optional(),
});
/** A line as this page may show it: `name` is null where the publicity allows totals only, masked on web pages. */
export const shownLine = z.object({
  line: line(),
  villageCode: divisionCode(),
  name: z.string().nullable(),
  payeeName: z.string().nullable(),
  quantityMilli: z.int(),
  amountFen: fen(),
});
export const shownPage = pageOf(shownLine).extend({ publicity: z.enum(['full', 'masked', 'totals']), totals: totals() });
export const shownQuery = pageQuery.extend({ village: divisionCode().optional() });

export const postNotice = z.object({ evidenceSha256: sha256(), note: z.string().max(200).default('') });
export const objectToLine = z.object({
  line: line(),
  name: z.string().min(2).max(50),
  phone: z.string().min(7).max(30),
  text: z.string().min(5).max(1000),
});
/** To ask later what became of it: the number tells which, the secret who may ask; it is told once and kept only as a hash. */
export const receipt = z.object({
  id: z.uuid(),
  receiptNo: z.string(),
  secret: z.string().describe('查询码, ten letters and digits'),
  dueAt: z.string(),
});
export const objectionReceipt = receipt;
export const objectionView = z.object({
  id: z.uuid(),
  noticeId: z.uuid(),
  line: line(),
  receiptNo: z.string(),
  text: z.string(),
  state: z.enum(['open', 'upheld', 'refused']),
  reason: z.string().nullable(),
  receivedAt: z.string(),
  dueAt: z.string(),
  decidedAt: z.string().nullable(),
});
/** With the citizen's name and telephone, for whoever decides; each reading is recorded. */
export const objectionDetail = objectionView.extend({ name: z.string(), phone: z.string() });
export const decideObjection = z.object({ decision: z.enum(['upheld', 'refused']), reason: z.string().min(4).max(1000) });

/** Sums by division and policy: the same facts at village, township and county (二.二.4(2)). */
export const paymentSum = z.object({
  divisionCode: divisionCode(),
  divisionName: z.string(),
  policyCode: z.string(),
  policyName: z.string(),
  year: z.int(),
  lines: z.int(),
  amountFen: fen(),
});
export const sumsQuery = z.object({
  division: divisionCode().optional(),
  policyCode: z.string().optional(),
  year: z.coerce.number().int().optional(),
  by: z.enum(['village', 'township', 'county']).default('township'),
});
export const paymentLinesQuery = pageQuery.extend({ village: divisionCode(), policyCode: z.string(), year: z.coerce.number().int().optional() });
export const disclosedTotals = totals();

/** What a citizen asks or complains of (二.二.4(1)). */
export const CASE_KINDS = ['question', 'complaint', 'information-request'] as const;
export const openCase = z.object({
  kind: z.enum(CASE_KINDS),
  divisionCode: divisionCode().nullable().default(null),
  policyCode: z.string().max(50).nullable().default(null),
  name: z.string().trim().min(2).max(50),
  phone: z.string().trim().min(7).max(30),
  text: z.string().trim().min(5).max(1000),
});
export const caseView = z.object({
  id: z.uuid(),
  kind: z.enum(CASE_KINDS),
  receiptNo: z.string(),
  divisionCode: divisionCode().nullable(),
  policyCode: z.string().nullable(),
  policyName: z.string().nullable(),
  department: z.string().nullable().describe('which answers; null: those who publish for the county'),
  text: z.string(),
  state: z.enum(['received', 'answered']),
  answer: z.string().nullable(),
  receivedAt: z.string(),
  dueAt: z.string(),
  lateWorkingDays: z.int().nonnegative().describe('of one that waits for its answer'),
  answeredAt: z.string().nullable(),
});
/** Passed on to another department, by the policy that it is about. */
export const caseTransfer = z.object({
  at: z.string(),
  name: z.string().describe('of whoever passed it on'),
  from: z.string().nullable().describe('department; null: those who publish for the county'),
  to: z.string().nullable(),
  note: z.string(),
});
export const caseDetail = caseView.extend({ name: z.string(), phone: z.string(), transfers: z.array(caseTransfer) });
export const caseQuery = pageQuery.extend({
  state: caseView.shape.state.optional(),
  kind: caseView.shape.kind.optional(),
  late: z.stringbool().default(false).describe('only those whose answer is overdue'),
});
/** The policy that it is about: its department answers. None: those who publish for the county do. */
export const transferCase = z.object({ policyCode: z.string().max(50).nullable(), note: z.string().trim().min(4).max(500) });
export const answerCase = z.object({ answer: z.string().trim().min(4).max(2000) });

export const followUpQuery = z.object({ receiptNo: z.string().trim().min(1).max(40), secret: z.string().trim().min(1).max(40) });
export const followUpView = z.object({
  kind: z.enum(['objection', ...CASE_KINDS]),
  receiptNo: z.string(),
  about: z.string().describe('policy and place, in words'),
  state: z.enum(['open', 'upheld', 'refused', 'answered']),
  answer: z.string().nullable(),
  receivedAt: z.string(),
  dueAt: z.string(),
  answeredAt: z.string().nullable(),
});

/** What is paid in the county in a year. */
export const summaryQuery = z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() });
export const summary = z.object({
  year: z.int(),
  years: z.array(z.int()).describe('in which something was paid, the newest first'),
  paid: totals(),
  people: z.int().nullable().describe('each counted once; null until they are counted'),
  policies: z.int().describe('of which something was paid through the card'),
  listed: z.int().describe('policies that hold in the year'),
  villages: z.int(),
});

export const searchQuery = z.object({ text: z.string().trim().min(1).max(50) });
export const searchView = z.array(z.object({ kind: z.enum(['policy', 'division', 'notice']), id: z.string(), title: z.string(), note: z.string() }));

/** A group of payments: its lines and sums, and how many people stand behind them. */
const paidGroup = { lines: z.int(), amountFen: fen(), people: z.int().nullable().describe('each counted once; null: not told, or not counted yet') };
export const levelQuery = z.object({ division: divisionCode().optional(), year: z.coerce.number().int().min(2000).max(2100).optional() });
export const levelView = z.object({
  year: z.int(),
  years: z.array(z.int()),
  division: z.object({ code: divisionCode(), name: z.string(), kind: z.enum(['county', 'township', 'functional', 'village']) }),
  path: z.array(z.object({ code: divisionCode(), name: z.string() })).describe('from the county to the division above'),
  total: z.object(paidGroup),
  parts: z
    .array(z.object({ code: divisionCode().nullable().describe('null: too few to be told by village'), name: z.string(), ...paidGroup }))
    .describe('townships of the county, villages of a township'),
  policies: z.array(
    z.object({
      code: z.string().nullable().describe('null: policies under which too few were paid here to be told singly'),
      name: z.string(),
      publicity: z.enum(['full', 'masked', 'totals']),
      ...paidGroup,
    }),
  ),
});
export const villageSums = z.array(z.object({ code: divisionCode(), name: z.string(), lines: z.int(), amountFen: fen() }));
