import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { throwError } from 'rxjs';
import { languageOf } from './language';
import { problemOf, problemType } from './problem';

/** The one place where an error becomes an answer. What a consumer throws goes on as it is: the transport decides about it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost) {
    if (host.getType() !== 'http') return throwError(() => error);
    const http = host.switchToHttp();
    sendProblem(http.getRequest<Request>(), http.getResponse<Response>(), error);
    return undefined;
  }
}

export function sendProblem(request: Request, response: Response, error: unknown): void {
  if (response.headersSent) {
    // half an answer cannot be taken back: a cut connection tells the reader that it is not whole
    response.destroy();
    return;
  }
  const language = languageOf(request.headers['accept-language']);
  const problem = problemOf(error, language);
  if (problem.status === 401) response.setHeader('www-authenticate', 'Bearer');
  if (problem.status === 503) response.setHeader('retry-after', '2');
  response.status(problem.status).setHeader('content-language', language === 'zh' ? 'zh-CN' : 'en');
  response.type(problemType).send(JSON.stringify(problem));
}
