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
export const objectionReceipt = z.object({ id: z.uuid(), receiptNo: z.string() });
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
