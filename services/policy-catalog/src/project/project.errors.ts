import { defineTitles, DomainError, type Text } from '@one-card/service';

defineTitles({
  'fund-missing': { zh: '缺少资金或面积', en: 'Fund or area missing' },
  'chain-refused': { zh: '流程设置不符合要求', en: 'This chain is not allowed' },
  'division-unknown': { zh: '区划不可用', en: 'Division not usable' },
  'no-version-for-period': { zh: '该期间没有有效的政策版本', en: 'No policy version for this period' },
  'project-exists': { zh: '项目已存在', en: 'The project exists' },
});

export const fundMissing = () =>
  new DomainError('fund-missing', 422, {
    zh: '该政策按“资金 ÷ 面积”计算亩均标准,请同时填写资金总额和面积,且算出的标准不少于 0.01 元',
    en: 'The rate of this policy is its fund over its area: give both, so that the rate is at least 0.01 yuan',
  });

export const chainRefused = (detail: Text) => new DomainError('chain-refused', 422, detail);

export const divisionUnknown = (divisions: readonly string[]) =>
  new DomainError(
    'division-unknown',
    422,
    {
      zh: `下列区划不存在,或不是乡镇、办事处一级:${divisions.join('、')}`,
      en: `These are not known, or no townships or functional divisions: ${divisions.join(', ')}`,
    },
    { divisions },
  );

export const noVersion = (code: string, from: string, to: string) =>
  new DomainError('no-version-for-period', 422, {
    zh: `政策 ${code} 没有在 ${from} 至 ${to} 整个期间内有效的版本;跨版本的期间请分成两个项目`,
    en: `No version of ${code} holds from ${from} to ${to}; open two projects for a period over which two versions hold`,
  });

export const periodReversed = () =>
  new DomainError('period-reversed', 422, { zh: '期间的止日不能早于起日', en: 'A period cannot end before it begins' });

export const projectExists = (name: string, year: number) =>
  new DomainError('project-exists', 409, {
    zh: `该政策 ${year} 年已有名为“${name}”的项目`,
    en: `This policy has a project named "${name}" in ${year} already`,
  });
