import { disclosureApi } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';
import type { z } from 'zod';

export class SummaryQuery extends createZodDto(disclosureApi.summaryQuery) {}
export class Summary extends createZodDto(disclosureApi.summary) {}
export class SearchQuery extends createZodDto(disclosureApi.searchQuery) {}
export class Found extends createZodDto(disclosureApi.searchView) {}
export type SearchView = z.output<typeof disclosureApi.searchView>;
