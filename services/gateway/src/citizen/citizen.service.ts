import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { gatewayApi } from '@one-card/contracts';
import { gatewayActor, signStatement, statementHeader } from '@one-card/service';
import { z } from 'zod';
import { config } from '../config';
import { serviceUnavailable } from '../proxy/proxy.errors';
import { notProven } from './citizen.errors';
import { Tries } from './tries';

const registry = 'recipient-registry';
const proven = z.object({ token: z.coerce.string().min(1) });

/** Lets a recipient prove who they are. The registry knows; here are only the limits, and a log that says how often and never of whom. */
@Injectable()
export class CitizenService {
  private readonly logger = new Logger(CitizenService.name);

  constructor(private readonly tries: Tries) {}

  async prove(claim: z.output<typeof gatewayApi.proveCitizen>, address: string): Promise<string> {
    const takeBack = await this.tries.count({ address, name: claim.name });
    const answer = await this.ask(claim);
    if (answer === undefined) {
      this.logger.warn('somebody did not prove to be a recipient');
      throw notProven();
    }
    await takeBack();
    this.logger.log('somebody proved to be a recipient');
    return answer;
  }

  private async ask(claim: object): Promise<string | undefined> {
    const base = config.serviceUrls[registry];
    if (base === undefined) throw serviceUnavailable(registry);
    const statement = await signStatement(config.statementPrivateKey, gatewayActor, { audience: registry });
    const response = await fetch(`${base.replace(/\/$/, '')}/api/${registry}/people/prove`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), [statementHeader]: statement },
      body: JSON.stringify(claim),
      signal: AbortSignal.timeout(10_000),
    }).catch((cause: unknown) => {
      throw serviceUnavailable(registry, cause);
    });
    if (response.status === 403) return undefined;
    if (!response.ok) throw serviceUnavailable(registry);
    return proven.parse(await response.json()).token;
  }
}
