import type { Standard } from '@one-card/domain';
import { z } from 'zod';
import { defineEvent, type EventOf } from '../event';
import { countyCode, date, fen, places } from '../shapes';

/** How the amount of one line is computed; units in fen. 附.四: departments answer for the amount, the system for the sum. */
export const standard = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('flat'),
    rateFen: fen(),
    per: z.enum(['year', 'month', 'term', 'mu', 'kg', 'item', 'house', 'household', 'person', 'time']),
  }),
  z.object({ kind: z.literal('fund-by-area') }).describe('rate = fund ÷ area of the project, truncated to 0.01 yuan'),
  z.object({ kind: z.literal('age-tiers'), tiers: z.array(z.object({ fromAge: z.int(), rateFen: fen() })).min(1) }),
  z.object({ kind: z.literal('catalogue'), items: z.array(z.object({ code: z.string(), name: z.string(), amountFen: fen() })).min(1) }),
  z.object({ kind: z.literal('levels'), levels: z.array(z.object({ code: z.string(), name: z.string(), rateFen: fen() })).min(1) }),
  z.object({ kind: z.literal('case'), capFen: fen() }).describe('decided case by case, up to the cap'),
]);
export type PolicyStandard = z.output<typeof standard>;

/** The funding level's part of the standard: centre, province, city, county. */
export const standardComponent = z.object({ level: z.string(), tier: z.string().nullable(), rateFen: fen().nullable(), note: z.string().nullable() });

export const SCREENING_RULES = [
  'deceased',
  'payee-deceased',
  'same-months',
  'exclusive-pair',
  'area-above-title',
  'area-above-title-cumulative',
  'on-payroll',
] as const;
export const screeningRule = () => z.enum(SCREENING_RULES);

export const policyVersionShape = {
  id: z.uuid().describe('policy version: never changes once published'),
  version: z.int().positive().describe('of this event'),
  countyCode: countyCode(),
  code: z.string().describe('land-fertility'),
  versionNo: z.int().positive(),
  nationalCode: z.string().nullable().describe('national item code, 7 digits'),
  name: z.string(),
  memo: z.string().max(20).describe('words for the passbook; the bank prints 7 characters'),
  level: z.string().describe('政策级次: 中央, 省, 市, 县'),
  department: z.string().describe('主管部门'),
  documents: z.array(z.string()).describe('政策依据 (文号)'),
  beneficiaries: z.string().describe('补贴对象'),
  unitOf: z.enum(['person', 'household']),
  payee: z.enum(['own', 'head', 'guardian']),
  quantityUnit: z.string().describe('mu, kg, item, month, year, term, house, household, person, time'),
  standard,
  components: z.array(standardComponent),
  cycle: z.enum(['year', 'season', 'term', 'month', 'once', 'on-application']),
  noticeBasis: z.enum(['per-batch', 'standing', 'exempt']),
  noticeDays: z.int().nonnegative().describe('calendar days of the window'),
  publicity: places,
  rules: z.array(screeningRule()),
  exclusiveWith: z.array(z.string()).describe('codes of policies that nobody may draw for the same months'),
  limits: z.record(z.string(), z.int().positive()).describe('working days a step may take'),
  validFrom: date(),
  validTo: date().nullable(),
} as const;

/** A policy version was published, or withdrawn from use from a date on (二.一.2, 二.一.4). */
export const policyVersion = defineEvent(
  'policy-catalog.policy.v1',
  {
    kind: 'state',
    summary: 'A policy version was published; sent by the policy catalog once a version, and again when its end is set.',
    readBy: ['recipient-registry', 'eligibility-check', 'payment-orchestration', 'disclosure', 'supervision'],
    key: (p) => `${p.countyCode}/${p.id}`,
  },
  policyVersionShape,
);
export type PolicyVersion = EventOf<typeof policyVersion>;

/** The standard as the domain computes with it: fen as bigint. */
export function standardOf(wire: PolicyStandard): Standard {
  switch (wire.kind) {
    case 'flat':
      return { ...wire, rateFen: BigInt(wire.rateFen) };
    case 'fund-by-area':
      return wire;
    case 'age-tiers':
      return { kind: wire.kind, tiers: wire.tiers.map((tier) => ({ ...tier, rateFen: BigInt(tier.rateFen) })) };
    case 'catalogue':
      return { kind: wire.kind, items: wire.items.map((item) => ({ ...item, amountFen: BigInt(item.amountFen) })) };
    case 'levels':
      return { kind: wire.kind, levels: wire.levels.map((level) => ({ ...level, rateFen: BigInt(level.rateFen) })) };
    case 'case':
      return { kind: wire.kind, capFen: BigInt(wire.capFen) };
  }
}
