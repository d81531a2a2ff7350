import { formatYuan } from '@one-card/domain';
import { DomainError, defineTitles } from '@one-card/service';

defineTitles({
  'nothing-to-pay': { zh: '没有可拨付的明细', en: 'Nothing to pay' },
  'draws-differ': { zh: '指标合计与拨付金额不符', en: 'Draws differ from the order' },
  'order-not-open': { zh: '拨付单状态不允许', en: 'Not possible for this order' },
  'held-since-opened': { zh: '拨付单中有新发现的疑点', en: 'Hits since the order was opened' },
  'same-person': { zh: '经办与复核不能为同一人', en: 'Same person' },
});

export const nothingToPay = () =>
  new DomainError('nothing-to-pay', 409, {
    zh: '本批次没有可以拨付的明细:其余明细或已拨付,或待核实、已停发、不予受理',
    en: 'This batch has no line to pay: the others are ordered, held, stopped or rejected',
  });

export const drawsDiffer = (drawnFen: bigint, neededFen: bigint) => {
  const [drawn, needed] = [formatYuan(drawnFen), formatYuan(neededFen)];
  return new DomainError(
    'draws-differ',
    422,
    { zh: `所选指标合计 ${drawn} 元,应拨付 ${needed} 元,请调整`, en: `The draws make ${drawn} yuan, the order is ${needed} yuan: adjust them` },
    { drawnFen: String(drawnFen), neededFen: String(neededFen) },
  );
};

export const orderNotOpen = (state: string, wanted: string) =>
  new DomainError('order-not-open', 409, { zh: `拨付单状态为 ${state},应为 ${wanted}`, en: `The order is ${state}, it has to be ${wanted}` });

export const samePerson = () =>
  new DomainError('same-person', 403, { zh: '拨付单须由经办人以外的人员复核', en: 'Somebody else than who opened the order must approve it' });

export const heldSinceOpened = (lines: number) =>
  new DomainError(
    'held-since-opened',
    409,
    {
      zh: `拨付单开立后,其中 ${lines} 笔明细被发现疑点、提出异议或认定停发,请撤销后重新开立`,
      en: `Since the order was opened something was found of ${lines} of its lines: cancel it and open it anew`,
    },
    { lines },
  );
