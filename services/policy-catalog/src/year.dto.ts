import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class YearParam extends createZodDto(z.object({ year: z.coerce.number().int().min(2000).max(2100) })) {}
