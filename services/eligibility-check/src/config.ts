import { defineConfig } from '@one-card/service';

export const config = defineConfig({});
