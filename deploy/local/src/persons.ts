import { readFileSync } from 'node:fs';
import { COUNTY } from './services';

/** Who signs in to the local run and which posts they hold. Read by the issuer (who may sign in) and by the gateway (what they may do). */
export interface DemoPerson {
  readonly id: string;
  readonly name: string;
  /** `system`: a department's system, which calls with client credentials instead of signing in */
  readonly kind: 'person' | 'system';
  readonly posts: readonly { readonly post: string; readonly department: string | null; readonly divisions: readonly string[] }[];
}

const FINANCE = '财政局';

/** Departments as the county's policy list names them, each with the part of a login that stands for it. */
export const departments: Readonly<Record<string, string>> = {
  农业农村局: 'agriculture',
  农业机械技术中心: 'machinery',
  移民工作服务中心: 'resettlement',
  林业局: 'forestry',
  民政局: 'civil-affairs',
  卫生健康委: 'health',
  乡村振兴局: 'revitalization',
  教体局: 'education',
  住房和城乡建设局: 'housing',
  应急管理局: 'emergency',
  人力资源和社会保障局: 'labour',
  蚕业发展服务中心: 'silk',
  退役军人事务局: 'veterans',
  残疾人联合会: 'disabled-federation',
};

/** Posts of which the county has one holder, by login. */
const countyPosts: readonly [string, string | null][] = [
  ['budget-officer', FINANCE],
  ['finance-reviewer', FINANCE],
  ['treasury-operator', FINANCE],
  ['treasury-approver', FINANCE],
  ['publisher', FINANCE],
  ['publicity-inspector', null],
  ['supervisor', null],
  ['bank-operator', null],
  ['system-admin', null],
  ['security-admin', null],
  ['security-auditor', null],
];

const systems: readonly [string, string, string, string][] = [
  ['agriculture-system', '农业农村局业务系统', 'department-clerk', '农业农村局'],
  ['civil-affairs-system', '民政局业务系统', 'department-clerk', '民政局'],
  ['budget-system', '预算管理一体化系统', 'budget-officer', FINANCE],
  ['audit-system', '审计系统', 'supervisor', FINANCE],
];

export const systemLogins = systems.map(([login]) => login);

const divisions = 'services/recipient-registry/data/divisions.tsv';

/** Townships of the county, in the order of their codes. */
export function townships(): { code: string; name: string }[] {
  const byCode = new Map(
    readFileSync(divisions, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('\t').slice(0, 2) as [string, string]),
  );
  return [...byCode].map(([code, name]) => ({ code, name })).sort((a, b) => a.code.localeCompare(b.code));
}

export function demoPersons(): DemoPerson[] {
  const named = naming();
  const person = (id: string, post: string, department: string | null, division: string): DemoPerson => {
    return { id, name: named(), kind: 'person', posts: [{ post, department, divisions: [division] }] };
  };
  return [
    ...countyPosts.map(([post, department]) => person(post, post, department, COUNTY)),
    ...Object.entries(departments).flatMap(([department, slug]) => [
      person(`${slug}-clerk`, 'department-clerk', department, COUNTY),
      person(`${slug}-approver`, 'department-approver', department, COUNTY),
    ]),
    ...townships().flatMap(({ code }) => [
      person(`clerk-${code}`, 'township-clerk', null, code),
      person(`reviewer-${code}`, 'township-reviewer', null, code),
    ]),
    ...systems.map(([id, name, post, department]): DemoPerson => {
      return { id, name, kind: 'system', posts: [{ post, department, divisions: [COUNTY] }] };
    }),
  ];
}

const surnames = [...'王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗'];
const givenNames = ['建国', '秀英', '志强', '桂兰', '海涛', '丽华', '永福', '晓燕', '国庆', '春梅', '俊峰'];

/** The same made-up names every time; none twice (20 and 11 have no common divisor). */
function naming(): () => string {
  let count = 0;
  return () => {
    const name = `${surnames[count % surnames.length] ?? ''}${givenNames[count % givenNames.length] ?? ''}`;
    count += 1;
    return name;
  };
}
