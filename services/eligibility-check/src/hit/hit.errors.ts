import { DomainError, defineTitles } from '@one-card/service';

defineTitles({
  'already-decided': { zh: '疑点已经认定', en: 'Already decided' },
  'own-entry': { zh: '不得认定自己录入的明细', en: 'Own entry' },
  'entry-unknown': { zh: '录入人尚未知晓', en: 'Not yet known who entered it' },
  'line-withdrawn': { zh: '明细已被新版本取代', en: 'Line withdrawn' },
  'several-batches': { zh: '一次只能认定一个批次', en: 'One batch at a time' },
  'several-rules': { zh: '一次只能认定同一规则的疑点', en: 'One rule at a time' },
  'not-in-bulk': { zh: '此类疑点须逐条认定', en: 'Decided one by one' },
  'file-refused': { zh: '文件未被接受', en: 'File refused' },
});

export const alreadyDecided = (hitId: string, state: string) =>
  new DomainError(
    'already-decided',
    409,
    {
      zh: `疑点 ${hitId} 已经${state === 'confirmed' ? '属实认定' : '排除'},认定不能更改`,
      en: `Hit ${hitId} was ${state} already, and a decision is not changed`,
    },
    { hitId, state },
  );

export const ownEntry = (hitId: string) =>
  new DomainError(
    'own-entry',
    403,
    { zh: '这份花名册是您录入的,请由部门的其他经办人认定', en: 'You entered this roll: another clerk of the department has to decide' },
    { hitId },
  );

export const unknownEntry = (hitId: string) =>
  new DomainError(
    'entry-unknown',
    409,
    { zh: '这份花名册由谁录入尚未传到,请稍后再认定', en: 'Who entered this roll has not arrived yet: decide a little later' },
    { hitId },
  );

export const lineWithdrawn = (hitId: string) =>
  new DomainError(
    'line-withdrawn',
    409,
    { zh: '花名册已重新上传,这笔明细已被取代,无需认定', en: 'The roll was uploaded anew and this line is gone: nothing is to be decided' },
    { hitId },
  );

export const severalRules = () =>
  new DomainError('several-rules', 422, { zh: '批量认定只能针对同一规则的疑点,请按规则筛选后再选择', en: 'Hits decided together are of one rule' });

export const notInBulk = (rule: string, decision: 'confirmed' | 'dismissed') =>
  new DomainError(
    'not-in-bulk',
    422,
    {
      zh: `“${rule}”须逐条核实后${decision === 'confirmed' ? '认定属实' : '排除'},不能批量办理`,
      en: 'Hits of this rule are looked at one by one for this decision',
    },
    { decision },
  );

export const severalBatches = () =>
  new DomainError('several-batches', 422, { zh: '批量认定只能针对同一批次的疑点', en: 'Hits decided together belong to one batch' });
