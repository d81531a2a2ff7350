import { serveStatic } from '@one-card/service/static';

void serveStatic({ name: 'portal', base: '/' });
