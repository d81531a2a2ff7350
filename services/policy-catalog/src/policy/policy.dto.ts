import { pageOf, policyCatalogApi } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class PublishPolicy extends createZodDto(policyCatalogApi.publishPolicy) {}
export class PolicyView extends createZodDto(policyCatalogApi.policyView) {}
export class PolicyPage extends createZodDto(pageOf(policyCatalogApi.policyView)) {}
export class PolicyVersions extends createZodDto(z.array(policyCatalogApi.policyView)) {}
export class PolicyQuery extends createZodDto(policyCatalogApi.policyQuery) {}

/** What a department says of a policy; numbers and ids are the catalog's. */
export type PolicyDraft = Omit<z.output<typeof policyCatalogApi.publishPolicy>, 'secret'>;
