import { defineTitles, DomainError } from '@one-card/service';

defineTitles({
  'notice-not-open': { zh: '不在公示期内', en: 'The notice is not open' },
  'line-not-listed': { zh: '名单中没有这一条', en: 'Not on this list' },
  'objection-decided': { zh: '异议已处理', en: 'The objection was decided' },
});

export const notOpen = () =>
  new DomainError('notice-not-open', 409, {
    zh: '该公示不在公示期内,不能提出异议;可通过投诉或信访渠道反映',
    en: 'This notice is not open, so that no objection can be made; you may complain or petition',
  });

export const lineNotListed = (line: number) =>
  new DomainError('line-not-listed', 422, {
    zh: `公示名单中没有编号 ${line} 的记录,请核对后再提交`,
    en: `The list has no line ${line}; check its number and send it again`,
  });

export const alreadyDecided = () =>
  new DomainError('objection-decided', 409, { zh: '该异议已有处理结果,不能再次处理', en: 'This objection was decided and cannot be decided again' });
