import { z } from 'zod';
import { date, divisionCode, pageQuery, reason, token } from '../shapes';
import { divisionShape } from './division';

export const divisionView = z.object(divisionShape);
export const divisionQuery = z.object({ under: divisionCode().optional(), kind: divisionShape.kind.optional() });

/**
 * `POST /people/imports`: body text/csv (UTF-8 or GB18030) with these columns in this order and a header row.
 * One row a person; a card row may be empty. People of one household share `household`.
 */
export const PEOPLE_COLUMNS = [
  'village_code',
  'household',
  'relation',
  'name',
  'identity',
  'phone',
  'guardian_identity',
  'social_card_no',
  'bank_card_no',
  'account',
  'bank_code',
  'bank_line_no',
  'card_state',
] as const;
/** relation: 户主 marks the head. card_state: active | closed; empty = active when a card stands there. */
export const importResult = z.object({
  importId: z.uuid(),
  rows: z.int(),
  registered: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  faults: z.array(z.object({ row: z.int(), column: z.string(), reason: reason() })).describe('at most 1,000 are listed'),
  faultCount: z.int(),
});

export const lookupPerson = z.object({ identity: z.string(), purpose: z.string().min(2).describe('why it is read; recorded') });
export const personView = z.object({
  token: token(),
  name: z.string(),
  maskedIdentity: z.string(),
  villageCode: divisionCode(),
  household: token().nullable(),
  isHead: z.boolean(),
  cards: z.array(z.object({ maskedCardNo: z.string(), bankCode: z.string(), state: z.enum(['active', 'closed']) })),
});
/** Names for a page, by token, under the reader's rights; each reading is recorded. */
export const namesQuery = z.object({ tokens: z.array(token()).min(1).max(500), purpose: z.string().min(2) });
export const namesView = z.array(z.object({ token: token(), name: z.string(), maskedIdentity: z.string() }));
export const readingView = z.object({ reader: z.string(), readerName: z.string(), purpose: z.string(), at: z.string() });
export const provenView = z.object({ token: token() });
/** A reading of their own record as a recipient is told of it: by office and post, never which clerk. */
export const myReadingView = z.object({
  at: z.string(),
  byMyself: z.boolean(),
  office: z.string().nullable().describe('department or division of the reader'),
  post: z.string().nullable().describe('in words'),
  purpose: z.string(),
});
export const mendCard = z.object({
  socialCardNo: z.string(),
  bankCardNo: z.string(),
  account: z.string(),
  bankCode: z.string(),
  bankLineNo: z.string(),
  state: z.enum(['active', 'closed']),
});
/** 43 % of one county's households had no head's card: say so early. */
export const readinessView = z.object({
  divisionCode: divisionCode(),
  households: z.int(),
  headsWithCard: z.int(),
  people: z.int(),
  peopleWithCard: z.int(),
  asOf: date(),
});
export const peopleQuery = pageQuery.extend({ village: divisionCode() });
