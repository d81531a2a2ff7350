import { randomUUID } from 'node:crypto';
import type { PolicyVersion, Project } from '@one-card/contracts';

const COUNTY = '410423';

/** A policy as the catalog publishes it: 600 yuan a person and year, paid to their own card. */
export function aPolicy(change: Partial<PolicyVersion> = {}): PolicyVersion {
  return {
    id: randomUUID(),
    version: 1,
    countyCode: COUNTY,
    code: 'resettlement',
    versionNo: 1,
    nationalCode: '2130321',
    name: '大中型水库移民后期扶持补助',
    memo: '水库移民补助',
    level: '中央',
    department: '移民工作服务中心',
    documents: ['国发〔2006〕17号'],
    beneficiaries: '水库移民',
    unitOf: 'person',
    payee: 'own',
    quantityUnit: 'year',
    standard: { kind: 'flat', rateFen: '60000', per: 'year' },
    components: [],
    cycle: 'year',
    noticeBasis: 'per-batch',
    noticeDays: 7,
    publicity: { village_board: 'full', web_notice: 'full', web_result: 'full' },
    rules: ['deceased', 'same-months'],
    exclusiveWith: [],
    limits: {},
    validFrom: '2026-01-01',
    validTo: null,
    ...change,
  };
}

/** A project of that policy as the catalog publishes it, in one township. */
export function aProject(policy: PolicyVersion, change: Partial<Project> = {}): Project {
  return {
    id: randomUUID(),
    version: 1,
    countyCode: COUNTY,
    policyVersionId: policy.id,
    policyCode: policy.code,
    department: policy.department,
    name: `2026年${policy.name}`,
    year: 2026,
    periodFrom: '2026-01-01',
    periodTo: '2026-12-31',
    divisions: ['410423001'],
    chain: [
      { kind: 'review', scope: 'roll', post: 'township-reviewer', limitWorkingDays: null },
      { kind: 'notice', scope: 'roll', place: 'village_board', level: 'village', basis: 'per-batch', days: 7 },
      { kind: 'review', scope: 'batch', post: 'department-clerk', limitWorkingDays: null },
      { kind: 'review', scope: 'batch', post: 'department-approver', limitWorkingDays: null },
      { kind: 'review', scope: 'batch', post: 'finance-reviewer', limitWorkingDays: null },
    ],
    fundFen: null,
    areaMilli: null,
    rateFen: null,
    state: 'open',
    ...change,
  };
}
