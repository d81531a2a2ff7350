import type { OrderChunk } from '@one-card/contracts';
import { defineTitles, DomainError } from '@one-card/service';

defineTitles({ 'order-refused': { zh: '支付指令不能执行', en: 'An order cannot be carried out' } });

const FAULTS = {
  line: { zh: '含有不属于该分块的明细', en: 'it names a line that is not of its chunk' },
  twice: { zh: '同一明细出现两次', en: 'it names a line twice' },
  totals: { zh: '笔数或金额合计与明细不符', en: 'its totals are not those of its lines' },
  unfunded: { zh: '有明细的代发银行没有拨款凭证', en: 'a bank of its lines has no voucher' },
  funding: { zh: '指令合计超过拨款金额', en: 'its instructions exceed what the voucher brought' },
  voucher: { zh: '拨款凭证与先前所报不符或已用于别的拨付', en: 'a voucher differs from what was told before, or funds another order' },
  payee: { zh: '有明细没有收款人账户,或账户不在所指银行', en: 'a line has no payee account at the bank it names' },
  attempt: { zh: '有明细已发出指令,且银行没有退票', en: 'a line has an instruction that has not bounced' },
} as const;

/** Nothing of the chunk is sent: it becomes a dead letter for a person to look at. */
export function orderRefused({ orderNo, chunk }: OrderChunk, fault: keyof typeof FAULTS, extra: Record<string, unknown> = {}): DomainError {
  const { zh, en } = FAULTS[fault];
  const detail = { zh: `拨付 ${orderNo} 的分块 ${chunk.chunkId}:${zh}`, en: `Chunk ${chunk.chunkId} of order ${orderNo}: ${en}` };
  return new DomainError('order-refused', 409, detail, { fault, ...extra });
}
