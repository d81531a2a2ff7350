/** Acts on a batch and its rolls in words for people; an act without its own is told by its code. */
const WORDS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  open: ['部门建立发放批次', 'the department opened the batch'],
  issue: ['批次下达乡镇', 'the batch was issued to townships'],
  upload: ['花名册已上传', 'the roll was uploaded'],
  matched: ['花名册已与底册匹配', 'the roll was matched with the register'],
  checked: ['花名册比对完成', 'the roll was screened'],
  send: ['花名册提交审核', 'the roll was sent to review'],
  withdraw: ['花名册撤回', 'the roll was withdrawn'],
  approve: ['审核通过', 'approved in review'],
  sendBack: ['审核退回', 'sent back in review'],
  noticeClosed: ['公示结束', 'the notice closed'],
  apply: ['提交支付申请', 'payment was applied for'],
  order: ['开立拨付', 'an order of payment was opened'],
  approveOrder: ['拨付复核通过', 'the order was approved'],
  cancelOrder: ['拨付撤销', 'the order was cancelled'],
  refuseOrder: ['国库拒绝拨付', 'the treasury refused the order'],
  fund: ['代发户资金到位', 'the paying accounts were funded'],
  settle: ['拨付办结', 'the order was settled'],
};

export function wordsOf(act: string, note: string | null): { zh: string; en: string } {
  const [zh, en] = WORDS[act] ?? [act, act];
  return note === null || note === '' ? { zh, en } : { zh: `${zh}:${note}`, en: `${en}: ${note}` };
}

const OUTCOMES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  rejected: ['未通过校验', 'rejected'],
  held: ['暂缓发放', 'held'],
  stopped: ['停发', 'stopped'],
  bounced: ['银行退票', 'bounced by the bank'],
  closed: ['不再补发', 'closed'],
  paid: ['已发放', 'paid'],
  underWay: ['解除暂缓,继续发放', 'let go again'],
};

export function outcomeWords(outcome: string, reasons: readonly { zh: string; en: string }[]): { zh: string; en: string } {
  const [zh, en] = OUTCOMES[outcome] ?? [outcome, outcome];
  if (reasons.length === 0) return { zh, en };
  return { zh: `${zh}:${reasons.map((reason) => reason.zh).join('；')}`, en: `${en}: ${reasons.map((reason) => reason.en).join('; ')}` };
}
