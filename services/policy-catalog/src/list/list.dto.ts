import { policyCatalogApi as api } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class ListView extends createZodDto(api.listView) {}
export class PolicyList extends createZodDto(api.policyList) {}
export class PolicyListQuery extends createZodDto(api.policyListQuery) {}
export class PolicyListFile extends createZodDto(api.policyListFile) {}
export class PolicyHistory extends createZodDto(z.array(api.policyHistoryItem)) {}
