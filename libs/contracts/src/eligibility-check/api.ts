import { z } from 'zod';
import { date, divisionCode, line, pageOf, pageQuery, reason, token } from '../shapes';
import { dataset } from './import';
import { evidence } from './verdict';
import { screeningRule } from '../policy-catalog/policy';

/**
 * `POST /datasets/{dataset}/imports?source=…&asOf=…&legalBasis=…`: body text/csv with a header row:
 * deceased: name,identity,died_on · payroll: name,identity,employer,from,to · land-title: name,identity,parcel,area_mu ·
 * other-subsidy: name,identity,item,from,to
 */
export const DATASET_COLUMNS = {
  deceased: ['name', 'identity', 'died_on'],
  payroll: ['name', 'identity', 'employer', 'from', 'to'],
  'land-title': ['name', 'identity', 'parcel', 'area_mu'],
  'other-subsidy': ['name', 'identity', 'item', 'from', 'to'],
} as const;
export const importQuery = z.object({ source: z.string().min(1), asOf: date(), legalBasis: z.string().min(1) });
export const importView = z.object({
  id: z.uuid(),
  dataset: dataset(),
  source: z.string(),
  asOf: date(),
  legalBasis: z.string(),
  state: z.enum(['loading', 'ready']).describe('ready when every chunk has its tokens'),
  rows: z.int(),
  faults: z.array(z.object({ row: z.int(), column: z.string(), reason: reason() })),
  faultCount: z.int(),
});

export const hitView = z.object({
  id: z.uuid(),
  rule: screeningRule(),
  line: line(),
  otherLine: line().nullable(),
  batchId: z.uuid(),
  rollId: z.uuid(),
  policyCode: z.string(),
  divisionCode: divisionCode(),
  villageCode: divisionCode(),
  beneficiary: token().nullable(),
  says: reason().describe('plain words'),
  evidence,
  state: z.enum(['open', 'confirmed', 'dismissed']),
  decidedBy: z.string().nullable(),
  decisionReason: z.string().nullable(),
  foundAt: z.string(),
});
export const hitPage = pageOf(hitView);
export const hitQuery = pageQuery.extend({
  batchId: z.uuid().optional(),
  rollId: z.uuid().optional(),
  rule: screeningRule().optional(),
  state: z.enum(['open', 'confirmed', 'dismissed']).optional(),
});
export const decideHit = z.object({ decision: z.enum(['confirmed', 'dismissed']), reason: z.string().trim().min(4, '理由不少于 4 个字') });
/** In bulk, with one reason: at most 2,000 hits of one rule and one batch, where the rule lets this be decided together (`ruleView.inBulk`). */
export const decideHits = decideHit.extend({ hitIds: z.array(z.uuid()).min(1).max(2000) });
export const decidedHits = z.object({ decided: z.int(), alreadyDecided: z.array(z.uuid()) });
export const ruleView = z.object({
  code: screeningRule(),
  name: z.string(),
  explains: z.string(),
  needs: z.array(dataset()),
  inBulk: z.array(z.enum(['confirmed', 'dismissed'])).describe('decisions that may be taken of several of its hits together'),
});
/** Is a roll's screening finished? */
export const screeningView = z.object({
  rollId: z.uuid(),
  revision: z.int(),
  chunks: z.int(),
  chunksScreened: z.int(),
  crossChecked: z.boolean(),
  hits: z.int(),
  openHits: z.int(),
});
