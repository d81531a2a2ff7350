import { defineConfig } from '@one-card/service';
import { z } from 'zod';

export const config = defineConfig({
  clockAdvanceAllowed: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('whether an administrator may advance the business clock: for demonstrations and tests, never where real money is paid'),
  clockHeardWithinMs: z.coerce
    .number()
    .int()
    .positive()
    .default(30_000)
    .describe('how long an advance of the clock waits until every service has heard of it'),
});
