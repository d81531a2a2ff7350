/** A name as banks compare it: width, spaces and the kinds of middle dot do not make another person. */
export function normaliseName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\s+/gu, '')
    .replace(/[•・‧]/gu, '·');
}

/** Raw codes and words of this bank, by the state of an account. */
export const BOUNCES = {
  closed: { code: 'E1201', text: '卡号已注销' },
  limit: { code: 'E1202', text: '卡已达限额' },
  nameDiffers: { code: 'E1203', text: '卡号与户名不一致' },
  frozen: { code: 'E1204', text: '账户冻结' },
  missing: { code: 'E1205', text: '账户不存在' },
  inactive: { code: 'E1206', text: '未激活' },
  other: { code: 'E1299', text: '其他' },
} as const;

const texts = new Map<string, string>(Object.values(BOUNCES).map(({ code, text }) => [code, text]));

export const textOf = (code: string): string => texts.get(code) ?? BOUNCES.other.text;
