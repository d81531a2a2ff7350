import { DomainError } from '../errors/domain-error';
import { defineTitles } from '../errors/titles';
import type { Actor } from './actor';

defineTitles({ 'citizen-unknown': { zh: '请先核实身份', en: 'Prove who you are first' } });

/** The token of the recipient who asks for what is their own. Routes that use it are `@Public()`: whoever proved who they are holds no post. */
export function requireCitizen({ citizen }: Actor): string {
  if (citizen !== undefined) return citizen;
  throw new DomainError('citizen-unknown', 401, {
    zh: '请先填写姓名、身份证号后六位和社会保障卡号后四位,核实身份后再查询',
    en: 'Prove who you are by name, identity number and card first; that holds for a quarter of an hour',
  });
}
