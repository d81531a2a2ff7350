import type { Reason } from '@one-card/contracts';
import { defineTitles, DomainError, notFound } from '@one-card/service';

defineTitles({
  'person-not-registered': { zh: '此人尚未登记', en: 'Person not registered' },
  'card-refused': { zh: '卡信息有误', en: 'Something in the card must be mended' },
});

export const noSuchPerson = (token: number): DomainError => notFound({ zh: '人员', en: 'person' }, token);

/** The number asked for is not repeated. */
export const notRegistered = (): DomainError =>
  new DomainError('person-not-registered', 404, {
    zh: '登记信息中没有这个身份证号,请核对号码或先登记',
    en: 'The register does not know this identity number: check it, or enter the person first',
  });

export const identityRefused = (zh: string, en: string): DomainError => new DomainError('invalid-input', 422, { zh, en });

export const cardRefused = (faults: readonly { field: string; reason: Reason }[]): DomainError =>
  new DomainError(
    'card-refused',
    422,
    { zh: faults.map(({ reason }) => reason.zh).join(';'), en: faults.map(({ reason }) => reason.en).join('; ') },
    { errors: faults.map(({ field, reason }) => ({ path: field, message: reason.zh })) },
  );
