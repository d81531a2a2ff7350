import { recipientRegistryApi as api } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';

export class DivisionQuery extends createZodDto(api.divisionQuery) {}
export class DivisionView extends createZodDto(api.divisionView) {}
