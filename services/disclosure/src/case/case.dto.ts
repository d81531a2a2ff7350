import { disclosureApi, pageOf } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';

export class OpenCase extends createZodDto(disclosureApi.openCase) {}
export class Receipt extends createZodDto(disclosureApi.receipt) {}
export class CaseQuery extends createZodDto(disclosureApi.caseQuery) {}
export class CaseView extends createZodDto(disclosureApi.caseView) {}
export class CasePage extends createZodDto(pageOf(disclosureApi.caseView)) {}
export class CaseDetail extends createZodDto(disclosureApi.caseDetail) {}
export class AnswerCase extends createZodDto(disclosureApi.answerCase) {}
export class TransferCase extends createZodDto(disclosureApi.transferCase) {}
