import { randomUUID } from 'node:crypto';
import { withCorrelation } from '@one-card/database';
import type { NextFunction, Request, Response } from 'express';
import { inLanguage, languageOf } from '../errors/language';

export const correlationHeader = 'x-correlation-id';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** It goes into every log and event, so that nothing is taken for an id that could be the number of a person or a card. */
function isId(given: unknown): given is string {
  return typeof given === 'string' && /^[\w.-]{1,100}$/.test(given) && (uuid.test(given) || !/\d{11}/.test(given));
}

/** One id follows a request through every service and event; the language follows it to the sentences of its errors. */
export function requestContext(request: Request, response: Response, next: NextFunction): void {
  const given = request.headers[correlationHeader];
  const id = isId(given) ? given : randomUUID();
  request.headers[correlationHeader] = id;
  response.setHeader(correlationHeader, id);
  withCorrelation(id, () => inLanguage(languageOf(request.headers['accept-language']), next));
}
