import { Injectable, Logger } from '@nestjs/common';
import { HISTORY_SERVICES, type LineHistory } from '@one-card/contracts';
import { type Actor, correlationHeader, DomainError, notFound, signStatement, statementHeader, traceHeaders } from '@one-card/service';
import { currentCorrelation } from '@one-card/database';
import { config } from '../config';
import { serviceUnavailable } from '../proxy/proxy.errors';
import { gather, type Part } from './gathering';

/** One service that is slow must not keep the others' parts from the reader. */
const PATIENCE_MS = 5_000;

/** Asks every service what it knows of a line, in the name of whoever asks, and puts it together. */
@Injectable()
export class HistoryService {
  private readonly logger = new Logger(HistoryService.name);

  /** Payment owns the line: whom it refuses, nobody tells anything. */
  async of(line: number, actor: Actor): Promise<LineHistory> {
    const parts = await Promise.all(HISTORY_SERVICES.map((service) => this.ask(service, line, actor)));
    const [owner] = parts;
    if (owner?.status === 404) throw notFound({ zh: '发放明细', en: 'line' }, line);
    if (owner?.status === 403) throw refused();
    if (parts.every(({ status }) => status === null)) throw serviceUnavailable('payment-orchestration');
    return gather(line, parts);
  }

  private async ask(service: string, line: number, actor: Actor): Promise<Part> {
    const base = config.serviceUrls[service];
    if (base === undefined) return { service, status: null, body: undefined };
    try {
      const statement = await signStatement(config.statementPrivateKey, actor, { audience: service, expiresInSeconds: 60 });
      const answer = await fetch(new URL(`/api/${service}/lines/${String(line)}/history`, base), {
        headers: { [statementHeader]: statement, [correlationHeader]: currentCorrelation() ?? '', ...traceHeaders() },
        signal: AbortSignal.timeout(Math.min(PATIENCE_MS, config.requestTimeoutMs)),
      });
      return { service, status: answer.status, body: await answer.json() };
    } catch (error) {
      this.logger.warn(`${service} did not tell its part of a line's history: ${error instanceof Error ? error.message : String(error)}`);
      return { service, status: null, body: undefined };
    }
  }
}

const refused = () =>
  new DomainError('wrong-post', 403, {
    zh: '您的岗位不管辖该笔发放的部门或区划,不能查看',
    en: 'None of your posts covers the department or division of this line',
  });
