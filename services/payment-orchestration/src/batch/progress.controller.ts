import { Controller, Get, Logger, Param, ParseUUIDPipe, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import { pageQuery, paymentOrchestrationApi as api } from '@one-card/contracts';
import { Acting, type Actor } from '@one-card/service';
import type { Response } from 'express';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { Access } from './access';
import { Batches } from './batches';
import { History } from './history';
import { Progress } from './progress';

class ActPageDto extends createZodDto(api.actPage) {}
class HistoryQueryDto extends createZodDto(pageQuery) {}
class BatchProgressDto extends createZodDto(api.batchProgress) {}

const HEARTBEAT_MS = 15_000;

@Controller('batches/:id')
export class ProgressController {
  private readonly logger = new Logger(ProgressController.name);

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

  /** Server-sent events, written by hand: a proxy that hears nothing for long cuts the connection, so a comment beats in between. */
  @Get('progress')
  @ApiOperation({ summary: 'How far the batch is, now and at every change: server-sent events `progress`, until it is settled' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ type: BatchProgressDto })
  async watch(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor, @Res() response: Response): Promise<void> {
    await this.access.demandBatch(actor, await this.batches.find(id), await this.batches.rollsOf(id));
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
    const watching = this.progress.of(id).subscribe({
      next: (progress) => response.write(`event: progress\ndata: ${JSON.stringify(progress)}\n\n`),
      complete: () => response.end('event: end\ndata: {}\n\n'),
      // The browser asks again by itself.
      error: (error: unknown) => {
        this.logger.warn({ err: error }, 'the progress of a batch could not be read');
        response.end();
      },
    });
    response.on('close', () => {
      clearInterval(heartbeat);
      watching.unsubscribe();
    });
  }
}
