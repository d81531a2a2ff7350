import { reasonOf } from './reasons';

describe("a bank's reason", () => {
  it.each([
    ['E1201', '卡号已注销', 'card-closed'],
    ['E1202', '卡已达限额', 'card-limit'],
    ['E1203', '卡号与户名不一致', 'name-differs'],
    ['E1204', '账户冻结', 'account-frozen'],
    ['E1205', '账户不存在', 'account-missing'],
    ['E1206', '未激活', 'not-activated'],
    ['E1299', '其他', 'other'],
  ])('%s %s is %s', (code, text, reason) => expect(reasonOf(code, text)).toBe(reason));

  it.each([
    ['X9', '收款人户名不符', 'name-differs'],
    [null, '该账户已销户', 'card-closed'],
    ['X9', '无此账号', 'account-missing'],
    ['X9', '系统维护', 'other'],
    [null, null, 'other'],
  ])('is understood by its words where the code %s is in no list: %s', (code, text, reason) => expect(reasonOf(code, text)).toBe(reason));

  it('is taken by its code where the words say otherwise', () => expect(reasonOf('E1204', '户名')).toBe('account-frozen'));
});
