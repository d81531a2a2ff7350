import type { CaseEntity } from './case.entity';

type Kind = CaseEntity['kind'];

/** Working days until it is answered (所见时限: requests for information 20, acceptance of petitions 15). */
export const LIMITS: Readonly<Record<Kind, number>> = { question: 5, complaint: 15, 'information-request': 20 };

/** 咨询, 投诉, 申请公开 */
export const PREFIXES: Readonly<Record<Kind, string>> = { question: 'ZX', complaint: 'TS', 'information-request': 'XX' };
