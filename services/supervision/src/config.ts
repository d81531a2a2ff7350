import { defineConfig } from '@one-card/service';
import { z } from 'zod';

export const config = defineConfig({
  sharedAccountLimit: z.coerce.number().int().min(2).default(5).describe('an account that is the payee of more people than this is a red flag'),
  differenceGraceMs: z.coerce
    .number()
    .int()
    .positive()
    .default(60_000)
    .describe('after this, in ms, sums of a roll that still differ between two sources are a red flag'),
});
