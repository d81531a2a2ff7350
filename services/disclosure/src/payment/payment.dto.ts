import { disclosureApi } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class SumsQuery extends createZodDto(disclosureApi.sumsQuery) {}
export class PaymentSums extends createZodDto(z.array(disclosureApi.paymentSum)) {}
export class PaymentLinesQuery extends createZodDto(disclosureApi.paymentLinesQuery) {}
export class PaymentLines extends createZodDto(disclosureApi.shownPage) {}
export class DisclosedTotals extends createZodDto(disclosureApi.disclosedTotals) {}
