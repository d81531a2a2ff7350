import { defineTitles, DomainError } from '@one-card/service';

defineTitles({
  'bank-unknown': { zh: '没有这家银行', en: 'No such bank' },
  'bank-message-refused': { zh: '银行报文未被接受', en: 'Message of a bank refused' },
});

export function bankUnknown(bankCode: string): DomainError {
  return new DomainError('bank-unknown', 422, {
    zh: `没有与银行 ${bankCode} 约定密钥和地址`,
    en: `No keys and address are agreed with bank ${bankCode}`,
  });
}

const FAULTS = {
  signature: { zh: '签名与约定的密钥不符', en: 'the signature is not of the agreed key' },
  digest: { zh: '摘要与明细不符', en: 'the digest is not that of the lines' },
  totals: { zh: '笔数或金额合计与明细不符', en: 'count or amount is not that of the lines' },
  instruction: { zh: '指令编号不是 24 位数字', en: 'an instruction id is not of 24 digits' },
  twice: { zh: '同一报文中指令重复或属于不同的县', en: 'it names an instruction twice, or instructions of several counties' },
};

export function answerRefused(fault: keyof typeof FAULTS): DomainError {
  const { zh, en } = FAULTS[fault];
  return new DomainError('bank-message-refused', 422, { zh: `未接受:${zh}`, en: `Refused: ${en}` }, { fault });
}
