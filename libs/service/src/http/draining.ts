import type { Server } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DomainError } from '../errors/domain-error';
import { sendProblem } from '../errors/problem.filter';

/** Leaves the rest of the ten seconds to what the cut requests roll back, and to the database. */
const CUT_AFTER_MS = 7_000;
const LOOK_MS = 50;

/** Knows which requests are under way, and ends a service without cutting one off. */
@Injectable()
export class Draining {
  private readonly underWay = new Map<Response, Request>();
  private begun = false;

  get hasBegun(): boolean {
    return this.begun;
  }

  /** The function that is given ends the watch. */
  watch(request: Request, response: Response): () => void {
    this.underWay.set(response, request);
    // the connection is not used again, so that it ends with its answer
    if (this.begun) response.setHeader('connection', 'close');
    return () => this.underWay.delete(response);
  }

  /** Not ready any more; each connection ends with the answer that it waits for. What is not answered in time is told to come again. */
  begin(server: Server): void {
    if (this.begun) return;
    this.begun = true;
    for (const response of this.underWay.keys()) this.endWithAnswer(response);
    const idle = setInterval(() => server.closeIdleConnections(), LOOK_MS).unref();
    const cut = setTimeout(() => this.cut(), CUT_AFTER_MS).unref();
    server.once('close', () => {
      clearInterval(idle);
      clearTimeout(cut);
    });
  }

  private endWithAnswer(response: Response): void {
    if (!response.headersSent) response.setHeader('connection', 'close');
    else if (String(response.getHeader('content-type')).startsWith('text/event-stream')) response.end();
  }

  /** An upload that is still coming in: its transaction rolls back with it, and nothing of it is kept. */
  private cut(): void {
    for (const [response, request] of this.underWay) {
      if (response.headersSent) {
        response.destroy();
        continue;
      }
      response.once('finish', () => request.destroy());
      sendProblem(request, response, restarting());
    }
  }
}

const restarting = () =>
  new DomainError('restarting', 503, {
    zh: '服务正在重启,本次请求未受理;请稍后用同一幂等键重试',
    en: 'The service is restarting and has not taken this; send it again with the same idempotency key',
  });
