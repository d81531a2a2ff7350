import type { IncomingMessage, ServerResponse } from 'node:http';
import { currentCorrelation } from '@one-card/database';
import type { Params } from 'nestjs-pino';
import pino, { type Logger } from 'pino';
import { loggedError, redactedPaths, scrub } from './scrub';

/** JSON lines on standard output, each with the service and the correlation id of what is being done. */
export function createLogger(service: string, level: string): Logger {
  return pino({
    name: service,
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => ({ correlationId: currentCorrelation() }),
    redact: { paths: redactedPaths, remove: true },
    serializers: { err: (error: unknown) => loggedError(error), error: (error: unknown) => loggedError(error) },
    hooks: {
      logMethod(args, method) {
        const clean = args.map((argument: unknown) => (typeof argument === 'string' ? scrub(argument) : argument));
        method.apply(this, clean as Parameters<typeof method>);
      },
    },
  });
}

/** How requests are logged: path without its query, status, time; never a header or a body. */
export function requestLogging(logger: Logger): Params {
  return {
    forRoutes: ['{*path}'],
    pinoHttp: {
      logger,
      quietReqLogger: true,
      quietResLogger: true,
      genReqId: () => currentCorrelation() ?? '',
      autoLogging: { ignore: (request) => /^\/(health\/|metrics$)/.test(urlOf(request)) },
      customLogLevel: (_request, response, error) => (error !== undefined || response.statusCode >= 500 ? 'error' : 'info'),
      customSuccessMessage: summaryOf,
      customErrorMessage: summaryOf,
      // pino-http hands over what its own serializers made, with the original as `raw`
      serializers: { err: ({ raw }: { raw: unknown }) => loggedError(raw), res: ({ statusCode }: { statusCode: number }) => ({ statusCode }) },
    },
  };
}

/** As it came: below a router, express cuts off what the router has matched. */
const urlOf = (request: IncomingMessage): string => ('originalUrl' in request ? String(request.originalUrl) : (request.url ?? ''));

function summaryOf(request: IncomingMessage, response: ServerResponse): string {
  return `${request.method ?? ''} ${urlOf(request).split('?', 1)[0] ?? ''} ${response.statusCode}`;
}
