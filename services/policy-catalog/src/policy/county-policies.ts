import { date, places, policyCatalogApi, publicity } from '@one-card/contracts';
import { z } from 'zod';
import data from '../../data/county-policies.json';
import type { PolicyDraft } from './policy.dto';

type Publicity = z.output<ReturnType<typeof publicity>>;
type Places = z.output<typeof places>;

/** What a policy's publicity means at each place: a village board must name people, or nobody could object; `masked` masks on web pages. */
const PLACES: Record<Publicity, Places> = {
  full: { village_board: 'full', web_notice: 'full', web_result: 'full' },
  masked: { village_board: 'full', web_notice: 'masked', web_result: 'masked' },
  totals: { village_board: 'totals', web_notice: 'totals', web_result: 'totals' },
};

/** Working days a step may take where a policy sets no other limit (所见时限; every one may be set per policy). */
const LIMITS: Record<string, number> = {
  'township-clerk': 3,
  'township-reviewer': 2,
  'department-clerk': 13,
  'department-approver': 2,
  'finance-reviewer': 2,
  payment: 15,
  objection: 5,
};

const { publishPolicy } = policyCatalogApi;
const filePolicy = z.strictObject({
  ...publishPolicy.omit({ secret: true, validFrom: true, validTo: true }).shape,
  publicity: z.union([publicity().transform((word) => PLACES[word]), places]),
  components: publishPolicy.shape.components.default([]),
  rules: publishPolicy.shape.rules.default([]),
  exclusiveWith: publishPolicy.shape.exclusiveWith.default([]),
  limits: publishPolicy.shape.limits.default({}),
});
const file = z.strictObject({ validFrom: date(), policies: z.array(filePolicy) });

/** The county's policies as data/county-policies.json tells them. @throws ZodError naming what in the file is wrong */
export function countyPolicies(content: unknown = data): PolicyDraft[] {
  const { validFrom, policies } = file.parse(content);
  return policies.map((policy) => ({ ...policy, limits: { ...LIMITS, ...policy.limits }, validFrom, validTo: null }));
}
