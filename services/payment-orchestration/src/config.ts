import { defineConfig } from '@one-card/service';
import { z } from 'zod';

export const config = defineConfig({
  treasuryOut: z.string().min(1).describe('folder into which payment applications to the treasury are written'),
  treasuryIn: z.string().min(1).describe("folder into which the treasury's answers (vouchers) are written"),
  peopleCountMs: z.coerce
    .number()
    .int()
    .positive()
    .default(10_000)
    .describe('how often it is looked whether a run of payments has come to rest, so that the people paid can be counted'),
  rollRowLimit: z.coerce.number().int().positive().default(1_000_000).describe('most rows that one roll file may have'),
  workbookLimitMib: z.coerce
    .number()
    .int()
    .positive()
    .default(64)
    .describe('largest XLSX file, in MiB; it is held in memory while it is read, a CSV is not'),
});
