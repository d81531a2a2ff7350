import { Controller, Get, Logger, Param, ParseUUIDPipe, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import { pageQuery, paymentOrchestrationApi as api } from '@one-card/contracts';
import { Acting, type Actor, requirePost } from '@one-card/service';
import type { Response } from 'express';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import type { Observable } from 'rxjs';
import { Access, COUNTY_READERS } from './access';
import { Batches } from './batches';
import { History } from './history';
import { Progress } from './progress';

class ActPageDto extends createZodDto(api.actPage) {}
class HistoryQueryDto extends createZodDto(pageQuery) {}
class BatchProgressDto extends createZodDto(api.batchProgress) {}

const HEARTBEAT_MS = 15_000;

@Controller('batches/:id')
export class ProgressController {
  constructor(
    private readonly batches: Batches,
    private readonly access: Access,
    private readonly history: History,
    private readonly progress: Progress,
  ) {}

  @Get('history')
  @ApiOperation({ summary: 'Every act on the batch and its rolls, oldest first' })
  @ZodResponse({ status: 200, type: ActPageDto })
  acts(@Param('id', ParseUUIDPipe) id: string, @Query() query: HistoryQueryDto, @Acting() actor: Actor) {
    return this.history.of(id, query, actor);
  }

  @Get('progress')
  @ApiOperation({ summary: 'How far the batch is, now and at every change: server-sent events `progress`, until it is settled' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ type: BatchProgressDto })
  async watch(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor, @Res() response: Response): Promise<void> {
    await this.access.demandBatch(actor, await this.batches.find(id), await this.batches.rollsOf(id));
    send(response, 'progress', this.progress.of(id));
  }
}

class RunsProgressDto extends createZodDto(api.runsProgress) {}

@Controller('runs')
export class RunsController {
  constructor(private readonly progress: Progress) {}

  @Get('progress')
  @ApiOperation({ summary: 'How far all batches under way are, now and at every change: server-sent events `runs`' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ type: RunsProgressDto })
  watch(@Acting() actor: Actor, @Res() response: Response): void {
    requirePost(actor, COUNTY_READERS);
    send(response, 'runs', this.progress.runs);
  }
}

const logger = new Logger('Progress');

/** Server-sent events, written by hand: a proxy that hears nothing for long cuts the connection, so a comment beats in between. */
function send(response: Response, event: string, what: Observable<unknown>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  const watching = what.subscribe({
    next: (progress) => response.write(`event: ${event}\ndata: ${JSON.stringify(progress)}\n\n`),
    // who has left, or was sent away since the process stops, is told nothing more
    complete: () => void (response.writableEnded || response.end('event: end\ndata: {}\n\n')),
    // The browser asks again by itself.
    error: (error: unknown) => {
      logger.warn({ err: error }, 'the progress of batches could not be read');
      response.end();
    },
  });
  response.on('close', () => {
    clearInterval(heartbeat);
    watching.unsubscribe();
  });
}
