import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Database, sql } from '@one-card/database';
import { KafkaTransport, OutboxRelay } from '@one-card/kafka';
import type { Response } from 'express';
import { Public } from '../acting/actor';
import { Draining } from './draining';

/** For those who run the platform. Live: the process answers. Ready: it can do its work, with its database and its consumer. */
@Controller('health')
@ApiExcludeController()
@Public()
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly transport: KafkaTransport,
    private readonly relay: OutboxRelay,
    private readonly draining: Draining,
  ) {}

  @Get('live')
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) response: Response) {
    const database = await this.database.query(sql`SELECT 1`).then(
      () => true,
      () => false,
    );
    const consumer = this.transport.isReady;
    const outbox = this.relay.trouble === undefined;
    const draining = this.draining.hasBegun;
    const ready = database && consumer && outbox && !draining;
    response.status(ready ? 200 : 503);
    return { status: ready ? 'ok' : 'unavailable', database, consumer, outbox, draining };
  }
}
