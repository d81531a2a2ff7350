import { defineTitles, DomainError } from '@one-card/service';

defineTitles({
  'case-answered': { zh: '已经答复', en: 'Answered already' },
  'case-there-already': { zh: '无需转办', en: 'Nothing to pass on' },
  'policy-unknown': { zh: '没有这项政策', en: 'No such policy' },
});

export const alreadyAnswered = () =>
  new DomainError('case-answered', 409, { zh: '该件已经答复,不能再次答复', en: 'This case was answered and cannot be answered again' });

export const policyUnknown = (code: string) =>
  new DomainError('policy-unknown', 422, {
    zh: `清单中没有政策 ${code},请重新选择或留空`,
    en: `The list has no policy ${code}: choose another or none`,
  });

export const thereAlready = () =>
  new DomainError('case-there-already', 409, {
    zh: '该件已在所选政策的主管部门,请另选政策',
    en: 'This case is with that department already: choose another policy',
  });
