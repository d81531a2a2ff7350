import type { Outcome } from '@one-card/contracts';
import type { Text } from '@one-card/service';

export interface Stage {
  readonly outcome: Outcome;
  readonly rollState: string;
  readonly batchState: string;
}

const ROLL_STAGES: Readonly<Record<string, Text>> = {
  'in-review': { zh: '乡镇正在审核', en: 'The township is reviewing it' },
  'in-notice': { zh: '正在村里公示', en: 'The notice is up in the village' },
  ready: { zh: '本乡镇已完成,等待主管部门审核', en: 'The township is done; the department reviews next' },
};
const BATCH_STAGES: Readonly<Record<string, Text>> = {
  'in-review': { zh: '主管部门正在审核', en: 'The department is reviewing it' },
  approved: { zh: '主管部门已审核,正在申请资金', en: 'The department approved it and applies for the money' },
  applied: { zh: '财政正在审核', en: 'Finance is reviewing it' },
  funding: { zh: '国库正在拨款', en: 'The treasury is releasing the money' },
  paying: { zh: '银行正在代发,一般 1 天内到卡', en: 'The bank is crediting cards, usually within a day' },
  settled: { zh: '本批次已发放完毕', en: 'This batch has been paid out' },
};
const GATHERING: Text = { zh: '正在核对名单', en: 'The list is being checked' };

const OUTCOMES: Readonly<Record<Exclude<Outcome, 'underWay'>, Text>> = {
  paid: { zh: '已打到卡上', en: 'Credited to the card' },
  rejected: { zh: '登记信息有误,这次没有列入发放', en: 'Left out this time: something in the register is wrong' },
  held: { zh: '正在核实,核实后再发', en: 'Held until it has been verified' },
  stopped: { zh: '经核实停发', en: 'Stopped after it was verified' },
  bounced: { zh: '银行没有打成,钱已退回', en: 'The bank could not credit it; the money went back' },
  closed: { zh: '不再补发', en: 'Will not be paid again' },
};

/** How far a payment is, in words for whoever waits for it. */
export function stageWords({ outcome, rollState, batchState }: Stage): Text {
  if (outcome !== 'underWay') return OUTCOMES[outcome];
  return BATCH_STAGES[batchState] ?? ROLL_STAGES[rollState] ?? GATHERING;
}

/** Of bounces that the bank mends first. */
const AT_THE_BANK: ReadonlySet<string> = new Set(['card-closed', 'card-limit', 'account-frozen', 'account-missing', 'not-activated']);

const VILLAGE: Text = {
  zh: '带身份证和社会保障卡,到村委会或乡镇财政所核对登记信息',
  en: 'Take your identity card and social-security card to the village or township office',
};
const BANK: Text = {
  zh: '先到开户银行办理,再把新的卡号报给村委会或乡镇财政所,下次一并补发',
  en: 'Mend the card at the bank, then give its number to the village or township; it is paid with the next run',
};

/** Where somebody goes who was not paid; null where nothing needs to be done. */
export function whereToGo(outcome: Outcome, reasonCode: string | null, department: string): Text | null {
  switch (outcome) {
    case 'paid':
    case 'underWay':
      return null;
    case 'rejected':
      return VILLAGE;
    case 'bounced':
      return reasonCode !== null && AT_THE_BANK.has(reasonCode) ? BANK : VILLAGE;
    case 'held':
      return {
        zh: `不用专门跑一趟;想了解情况可到乡镇或${department}询问`,
        en: `Nothing to be done; ask at the township or at ${department} if you like`,
      };
    case 'stopped':
    case 'closed':
      return { zh: `对结果有疑问,可向${department}申诉,或拨打 12388`, en: `To contest it, turn to ${department} or call 12388` };
  }
}
