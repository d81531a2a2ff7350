import type { policyCatalogApi } from '@one-card/contracts';
import { say, type Text } from '@one-card/service';
import type { z } from 'zod';
import type { PolicyVersionEntity } from '../policy/policy.entity';
import { applyingWords, frequencyWords, paymentWords, standardWords, timeLimitWords } from '../policy/policy.words';

export type PolicyRow = z.output<typeof policyCatalogApi.policyRow>;
export type PolicyChange = z.output<typeof policyCatalogApi.policyChange>;

/** 全国纪检监察举报电话: stands on every policy (投诉举报电话). */
const COMPLAINT_PHONE = '12388';

const LEVELS = ['中央', '中央/省', '省', '市', '县', '乡'];
const rank = (level: string): number => (LEVELS.indexOf(level) + LEVELS.length) % LEVELS.length;

/** The order of the published list: by level, department and name. Its numbers (序号) stay when somebody filters it. */
export const inOrder = (policies: readonly PolicyVersionEntity[]): PolicyVersionEntity[] =>
  [...policies].sort((a, b) => rank(a.level) - rank(b.level) || a.department.localeCompare(b.department, 'zh') || a.name.localeCompare(b.name, 'zh'));

export function recipientOf({ payee, unitOf }: Pick<PolicyVersionEntity, 'payee' | 'unitOf'>): PolicyRow['recipient'] {
  return payee === 'guardian' ? 'child' : unitOf;
}

export function rowOf(policy: PolicyVersionEntity, no: number): PolicyRow {
  const { code, versionNo, department, name, level, documents, beneficiaries, phone, note, validFrom, validTo } = policy;
  return {
    ...{ no, code, versionNo, department, name, level, documents, beneficiaries, validFrom, validTo },
    recipient: recipientOf(policy),
    standard: say(standardWords(policy)),
    applying: say(applyingWords(policy)),
    payment: say(paymentWords(policy)),
    frequency: say(frequencyWords(policy)),
    timeLimit: say(timeLimitWords(policy)),
    phone: phone ?? '',
    complaintPhone: COMPLAINT_PHONE,
    note: note ?? '',
  };
}

/** The columns that the county publishes, in their order (二.一.3: the same columns and contents for everybody). */
export const COLUMNS: readonly (readonly [head: Text, cell: (row: PolicyRow) => string])[] = [
  [{ zh: '序号', en: 'No.' }, ({ no }) => String(no)],
  [{ zh: '主管部门', en: 'Department' }, ({ department }) => department],
  [{ zh: '补贴项目', en: 'Policy' }, ({ name }) => name],
  [{ zh: '政策级次', en: 'Level' }, ({ level }) => level],
  [{ zh: '政策依据', en: 'Documents' }, ({ documents }) => documents.join('、')],
  [{ zh: '补贴对象', en: 'Recipients' }, ({ beneficiaries }) => beneficiaries],
  [{ zh: '补贴标准', en: 'Standard' }, ({ standard }) => standard],
  [{ zh: '申领流程', en: 'How to apply' }, ({ applying }) => applying],
  [{ zh: '发放方式', en: 'Way of payment' }, ({ payment }) => payment],
  [{ zh: '发放频次', en: 'Frequency' }, ({ frequency }) => frequency],
  [{ zh: '发放时限', en: 'Time limit' }, ({ timeLimit }) => timeLimit],
  [{ zh: '咨询电话', en: 'Enquiries' }, ({ phone }) => phone],
  [{ zh: '投诉举报电话', en: 'Complaints' }, ({ complaintPhone }) => complaintPhone],
  [{ zh: '备注', en: 'Remarks' }, ({ note }) => note],
];

/** What a version changed against the one before it, column by column. */
export function changesBetween(before: PolicyRow, after: PolicyRow): PolicyChange[] {
  return COLUMNS.slice(1)
    .map(([head, cell]) => ({ column: say(head), before: cell(before), after: cell(after) }))
    .filter((change) => change.before !== change.after);
}
