import { defineConfig } from '@one-card/service';

/** The registry needs nothing beyond the keys of the platform. */
export const config = defineConfig({});
