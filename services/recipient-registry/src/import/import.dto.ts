import { recipientRegistryApi as api } from '@one-card/contracts';
import { createZodDto } from 'nestjs-zod';

export class ImportResultView extends createZodDto(api.importResult) {}
