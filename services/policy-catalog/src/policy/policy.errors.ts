import { defineTitles, DomainError } from '@one-card/service';
import type { Fault } from './policy.rules';

defineTitles({
  'secret-policy-refused': { zh: '涉密政策不予受理', en: 'Secret policies are refused' },
  'children-only-as-totals': { zh: '未成年人只公布总额', en: 'Children only as totals' },
  'version-not-later': { zh: '新版本须晚于原版本', en: 'A new version must begin later' },
});

/** 二.一.2: secret items (涉密) are kept out altogether. */
export const secretRefused = () =>
  new DomainError('secret-policy-refused', 422, {
    zh: '本系统不是涉密系统,不得存储或处理涉密补贴政策;本次提交的内容没有保存,请按保密规定另行办理',
    en: 'This system may not hold secret policies. Nothing of what was sent has been kept; handle it by the rules for secret matters',
  });

export const refused = ({ code, detail }: Fault) => new DomainError(code, 422, detail);

export const notLater = (code: string, validFrom: string) =>
  new DomainError(
    'version-not-later',
    409,
    {
      zh: `政策 ${code} 的现行版本自 ${validFrom} 起生效,新版本的起始日期应在其后`,
      en: `The present version of ${code} holds from ${validFrom}: a new one must begin after that day`,
    },
    { validFrom },
  );
