/** Posts (岗位): each is held for a department and a set of divisions, with all below them. */
export const posts = [
  'village-agent',
  'township-clerk',
  'township-reviewer',
  'department-clerk',
  'department-approver',
  'budget-officer',
  'finance-reviewer',
  'treasury-operator',
  'treasury-approver',
  'publisher',
  'publicity-inspector',
  'supervisor',
  'bank-operator',
  'system-admin',
  'security-admin',
  'security-auditor',
] as const;

export type Post = (typeof posts)[number];

export const postNames: Readonly<Record<Post, string>> = {
  'village-agent': '村级代办',
  'township-clerk': '乡镇经办',
  'township-reviewer': '乡镇审核',
  'department-clerk': '部门经办',
  'department-approver': '部门终审',
  'budget-officer': '预算(指标)',
  'finance-reviewer': '财政业务审核',
  'treasury-operator': '国库经办',
  'treasury-approver': '国库复核',
  publisher: '信息发布',
  'publicity-inspector': '信息公开督导',
  supervisor: '监督',
  'bank-operator': '银行经办',
  'system-admin': '系统管理员',
  'security-admin': '安全保密管理员',
  'security-auditor': '安全审计员',
};

const known: ReadonlySet<string> = new Set(posts);

export const isPost = (text: string): text is Post => known.has(text);
