import type { Type } from '@nestjs/common';
import type { AnyConfig } from '@one-card/service';
import { AppModule as BankGateway } from '../../../services/bank-gateway/src/app.module';
import { config as bankGateway } from '../../../services/bank-gateway/src/config';
import { AppModule as BankSimulator } from '../../../services/bank-simulator/src/app.module';
import { config as bankSimulator } from '../../../services/bank-simulator/src/config';
import { AppModule as Disclosure } from '../../../services/disclosure/src/app.module';
import { config as disclosure } from '../../../services/disclosure/src/config';
import { AppModule as EligibilityCheck } from '../../../services/eligibility-check/src/app.module';
import { config as eligibilityCheck } from '../../../services/eligibility-check/src/config';
import { AppModule as PaymentOrchestration } from '../../../services/payment-orchestration/src/app.module';
import { config as paymentOrchestration } from '../../../services/payment-orchestration/src/config';
import { AppModule as PolicyCatalog } from '../../../services/policy-catalog/src/app.module';
import { config as policyCatalog } from '../../../services/policy-catalog/src/config';
import { AppModule as RecipientRegistry } from '../../../services/recipient-registry/src/app.module';
import { config as recipientRegistry } from '../../../services/recipient-registry/src/config';
import { AppModule as Supervision } from '../../../services/supervision/src/app.module';
import { config as supervision } from '../../../services/supervision/src/config';

export interface SimulatedService {
  readonly name: string;
  readonly module: Type;
  readonly config: AnyConfig;
}

/** The services whose handlers are simulated, as they are. The gateway only signs people in, so its part is played by a signature. */
export const services: readonly SimulatedService[] = [
  { name: 'policy-catalog', module: PolicyCatalog, config: policyCatalog },
  { name: 'recipient-registry', module: RecipientRegistry, config: recipientRegistry },
  { name: 'eligibility-check', module: EligibilityCheck, config: eligibilityCheck },
  { name: 'payment-orchestration', module: PaymentOrchestration, config: paymentOrchestration },
  { name: 'bank-gateway', module: BankGateway, config: bankGateway },
  { name: 'bank-simulator', module: BankSimulator, config: bankSimulator },
  { name: 'disclosure', module: Disclosure, config: disclosure },
  { name: 'supervision', module: Supervision, config: supervision },
];

export const COUNTY = '410423';
