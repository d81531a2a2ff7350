import type { NestExpressApplication } from '@nestjs/platform-express';
import { json } from 'express';

/** A bank answers for a whole file at once, which is more than what JSON may hold elsewhere. */
export function configure(app: NestExpressApplication): void {
  app.use('/api/bank-gateway/answers', json({ limit: '16mb' }));
}
