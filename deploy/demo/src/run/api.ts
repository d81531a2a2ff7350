import type {
  bankGatewayApi,
  bankSimulatorApi,
  disclosureApi,
  eligibilityCheckApi,
  paymentOrchestrationApi,
  supervisionApi,
} from '@one-card/contracts';
import type { z } from 'zod';

/** What the public API answers, by the contracts' own schemas. */
export type BatchView = z.output<typeof paymentOrchestrationApi.batchView>;
export type RollView = BatchView['rolls'][number];
export type LineView = z.output<typeof paymentOrchestrationApi.lineView>;
export type OrderView = z.output<typeof paymentOrchestrationApi.orderView>;
export type PayableView = z.output<typeof paymentOrchestrationApi.payableView>;
export type IndicatorView = z.output<typeof paymentOrchestrationApi.indicatorView>;
export type IndicatorTotals = z.output<typeof paymentOrchestrationApi.indicatorTotals>;
export type PaymentTotals = z.output<typeof paymentOrchestrationApi.paymentTotals>;
export type UploadResult = z.output<typeof paymentOrchestrationApi.uploadResult>;
export type HitView = z.output<typeof eligibilityCheckApi.hitView>;
export type RuleView = z.output<typeof eligibilityCheckApi.ruleView>;
export type ImportView = z.output<typeof eligibilityCheckApi.importView>;
export type NoticeView = z.output<typeof disclosureApi.noticeView>;
export type SupervisedTotals = z.output<typeof supervisionApi.totalsView>;
export type BankTotals = z.output<typeof bankGatewayApi.bankTotalsView>;
export type Ledger = z.output<typeof bankSimulatorApi.ledgerView>;

export const api = {
  policies: '/api/policy-catalog',
  registry: '/api/recipient-registry',
  eligibility: '/api/eligibility-check',
  payment: '/api/payment-orchestration',
  bank: '/api/bank-gateway',
  disclosure: '/api/disclosure',
  supervision: '/api/supervision',
} as const;
