import type { NestExpressApplication } from '@nestjs/platform-express';
import { json } from 'express';

/** A file carries as many instructions as the gateway puts into it, which is more than what JSON may hold elsewhere. */
export function configure(app: NestExpressApplication): void {
  app.use('/api/bank-simulator/files', json({ limit: '16mb' }));
}
