import type { PayeeBlock, Reason } from '@one-card/contracts';
import { halfWidth } from '@one-card/domain';

export const CARD_STATES = ['active', 'closed'] as const;
export type CardState = (typeof CARD_STATES)[number];
export type CarrierKind = NonNullable<PayeeBlock['carrierKind'][number]>;

/** A card as people state it: the card's number, its bank number and the account are three numbers. */
export interface Card {
  readonly socialCardNo: string;
  readonly bankCardNo: string;
  readonly account: string;
  readonly bankCode: string;
  readonly bankLineNo: string;
  readonly state: CardState;
}

/** What is sealed of a card, as one blob. The holder's name stands in it too: a payee is then told by opening one blob. */
export interface CardSecrets extends Omit<Card, 'bankCode' | 'state'> {
  readonly holder: string;
}

export const writeCard = ({ holder, socialCardNo, bankCardNo, account, bankLineNo }: CardSecrets): string =>
  JSON.stringify([holder, socialCardNo, bankCardNo, account, bankLineNo]);

export function readCard(plain: string): CardSecrets {
  const [holder = '', socialCardNo = '', bankCardNo = '', account = '', bankLineNo = ''] = JSON.parse(plain) as string[];
  return { holder, socialCardNo, bankCardNo, account, bankLineNo };
}

export function carrierOf({ socialCardNo, bankCardNo }: Pick<Card, 'socialCardNo' | 'bankCardNo'>): CarrierKind {
  if (socialCardNo !== '') return 'social-card';
  return bankCardNo !== '' ? 'bank-card' : 'passbook';
}

/** Which card of a person this is: another number makes another card. */
export const cardKeyOf = (card: Omit<Card, 'state' | 'bankLineNo'>): string =>
  [card.bankCode, card.socialCardNo, card.bankCardNo, card.account].join('|');

export const accountKeyOf = ({ bankCode, account }: Pick<Card, 'bankCode' | 'account'>): string => `${bankCode}|${account}`;

export type CardFields = Readonly<Record<Exclude<keyof Card, 'state'>, string>> & { readonly state: string };
export type CardField = keyof CardFields;
export interface CardFault {
  readonly field: CardField;
  readonly reason: Reason;
}

export const normalCard = (fields: CardFields): CardFields => {
  const { socialCardNo, bankCardNo, account, bankCode, bankLineNo, state } = fields;
  const number = (text: string) => halfWidth(text).replace(/[\s-]/g, '').toUpperCase();
  return {
    socialCardNo: number(socialCardNo),
    bankCardNo: number(bankCardNo),
    account: number(account),
    bankCode: halfWidth(bankCode),
    bankLineNo: number(bankLineNo),
    state: halfWidth(state).toLowerCase(),
  };
};

/** Faults of a normalised card. */
export function faultsOfCard(card: CardFields): CardFault[] {
  const faults: CardFault[] = [];
  const fault = (field: CardField, code: string, zh: string, en: string) => faults.push({ field, reason: { code, zh, en } });
  if (card.socialCardNo !== '' && !/^[0-9A-Z]{8,32}$/.test(card.socialCardNo))
    fault('socialCardNo', 'card-number-form', '社会保障卡号应为 8 至 32 位数字或字母', 'a social-security card number has 8 to 32 digits or letters');
  if (card.bankCardNo !== '' && !/^\d{12,19}$/.test(card.bankCardNo))
    fault('bankCardNo', 'bank-card-form', '银行卡号应为 12 至 19 位数字', 'a bank card number has 12 to 19 digits');
  if (!/^\d{6,32}$/.test(card.account)) fault('account', 'account-form', '银行账号应为 6 至 32 位数字', 'an account number has 6 to 32 digits');
  if (!/^[A-Za-z0-9]{2,16}$/.test(card.bankCode))
    fault('bankCode', 'bank-code-form', '开户银行代码未填写或格式不符', 'the code of the bank is missing or is none');
  if (!/^\d{12}$/.test(card.bankLineNo)) fault('bankLineNo', 'bank-line-form', '联行号应为 12 位数字', 'a bank line number has 12 digits');
  if (!CARD_STATES.some((state) => state === card.state))
    fault('state', 'card-state-unknown', '卡状态只能是 active(正常)或 closed(注销)', 'the state of a card is active or closed');
  return faults;
}

export const stateOf = (text: string): CardState => (text === 'closed' ? 'closed' : 'active');
