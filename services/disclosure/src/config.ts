import { defineConfig } from '@one-card/service';
import { z } from 'zod';

export const config = defineConfig({
  noticeSweepMs: z.coerce.number().int().positive().default(1_000).describe('how often notices are looked for whose window is over'),
});
