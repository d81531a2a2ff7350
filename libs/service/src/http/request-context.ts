import { randomUUID } from 'node:crypto';
import { withCorrelation } from '@one-card/database';
import type { NextFunction, Request, Response } from 'express';
import { inLanguage, languageOf } from '../errors/language';

export const correlationHeader = 'x-correlation-id';

/** One id follows a request through every service and event; the language follows it to the sentences of its errors. */
export function requestContext(request: Request, response: Response, next: NextFunction): void {
  const given = request.headers[correlationHeader];
  const id = typeof given === 'string' && /^[\w.-]{1,100}$/.test(given) ? given : randomUUID();
  request.headers[correlationHeader] = id;
  response.setHeader(correlationHeader, id);
  withCorrelation(id, () => inLanguage(languageOf(request.headers['accept-language']), next));
}
