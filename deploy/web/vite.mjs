import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where each web stands behind the gateway. */
export const webs = { portal: '/', console: '/console/' };

/** One way to build both webs. No script stands in a page and nothing comes from elsewhere, so a strict content security policy holds. */
export function webConfig(name) {
  const libs = ['web', 'domain'].map((lib) => [`@one-card/${lib}`, join(root, 'libs', lib, 'src', 'index.ts')]);
  return {
    configFile: false,
    root: join(root, 'services', name),
    base: webs[name],
    publicDir: join(root, 'services', name, 'public'),
    plugins: [react()],
    resolve: { alias: Object.fromEntries(libs), dedupe: ['react', 'react-dom'] },
    build: {
      outDir: join(root, 'dist', name, 'public'),
      emptyOutDir: true,
      manifest: 'manifest.json',
      target: ['chrome100', 'firefox100', 'safari15.4'],
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1_500,
      rollupOptions: { onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning) },
    },
    /** `npx vite --config services/portal/vite.config.mjs` shows changes at once; everything else comes from a running platform. */
    server: { proxy: Object.fromEntries(['/api', '/session', '/my/session', '/login', '/logout'].map((path) => [path, gateway])) },
    logLevel: 'warn',
  };
}

const gateway = 'http://127.0.0.1:8080';
