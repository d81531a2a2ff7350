import { type Actor, defineTitles, DomainError, isGateway } from '@one-card/service';

defineTitles({ 'not-proven': { zh: '信息核对不符', en: 'Not proven' } });

/** The same whatever was wrong, whether there is such a person or several, and when too many tries have failed. */
export const notProven = () =>
  new DomainError('not-proven', 403, {
    zh: '姓名、身份证号后六位、社会保障卡号后四位与发放信息不一致;请核对,或带身份证到村委会、乡镇财政所查询',
    en: 'Name, identity number and card do not agree with what payments go to: check them, or ask at your village or township',
  });

/** The gateway counts tries by address; whoever came by another way would not be counted. */
export function demandGateway(actor: Actor): void {
  if (isGateway(actor)) return;
  throw new DomainError('wrong-post', 403, { zh: '身份核实只能经公开平台“我的补贴”办理', en: 'Prove who you are on the page of your own payments' });
}
