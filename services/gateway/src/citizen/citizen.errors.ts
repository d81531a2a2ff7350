import { defineTitles, DomainError } from '@one-card/service';

defineTitles({
  'not-proven': { zh: '信息核对不符', en: 'Not proven' },
  'too-many-tries': { zh: '尝试次数过多', en: 'Too many tries' },
});

/** The same whatever was wrong, and whether there is such a person or not. */
export const notProven = () =>
  new DomainError('not-proven', 403, {
    zh: '姓名、身份证号后六位、社会保障卡号后四位与发放信息不一致,请核对;仍不符请向村委会或乡镇财政所查询',
    en: 'Name, identity number and card do not agree with what payments go to: check them, or ask at your village or township',
  });

export const tooManyTries = (minutes: number) =>
  new DomainError(
    'too-many-tries',
    429,
    {
      zh: `核对失败次数过多,请 ${minutes} 分钟后再试,或到村委会、乡镇财政所查询`,
      en: `Too many tries have failed: wait ${minutes} minutes, or ask at your village or township`,
    },
    { minutes },
  );
