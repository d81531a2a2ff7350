import { defineConfig } from '@one-card/service';
import { z } from 'zod';

export const config = defineConfig({
  rollRowLimit: z.coerce.number().int().positive().default(1_000_000).describe('most rows that one roll file may have'),
  workbookLimitMib: z.coerce
    .number()
    .int()
    .positive()
    .default(64)
    .describe('largest XLSX file, in MiB; it is held in memory while it is read, a CSV is not'),
});
