import type { BatchState } from '@one-card/contracts';
import type { Text } from '@one-card/service';

const WORDS: Readonly<Record<BatchState['state'], Text>> = {
  draft: { zh: '下达批次', en: 'issue to the townships' },
  issued: { zh: '乡镇填报', en: 'filling of rolls by the townships' },
  'in-review': { zh: '部门审核', en: 'review by the department' },
  approved: { zh: '支付申请', en: 'payment application' },
  applied: { zh: '财政审核', en: 'review by finance' },
  funding: { zh: '国库拨款', en: 'funding by the treasury' },
  paying: { zh: '银行代发', en: 'payment by the banks' },
  settled: { zh: '办结', en: 'settlement' },
};

/** What is to be done in a state of a batch; a state that is not known yet is told by its name. */
export const stepWords = (state: string): Text => (WORDS as Record<string, Text | undefined>)[state] ?? { zh: state, en: state };
