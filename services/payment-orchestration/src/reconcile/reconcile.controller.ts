import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import {
  pageQuery,
  reconcileChunksQuery,
  reconciledBatches,
  reconciledLines,
  reconciledPaymentChunks,
  reconcileLinesQuery,
} from '@one-card/contracts';
import { Acting, type Actor, requirePost } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { COUNTY_READERS } from '../batch/access';
import { ReconcileService } from './reconcile.service';

class PageQueryDto extends createZodDto(pageQuery) {}
class ChunksQueryDto extends createZodDto(reconcileChunksQuery) {}
class LinesQueryDto extends createZodDto(reconcileLinesQuery) {}
class BatchesDto extends createZodDto(reconciledBatches) {}
class ChunksDto extends createZodDto(reconciledPaymentChunks) {}
class LinesDto extends createZodDto(reconciledLines) {}

/** What `npm run reconcile` compares with the others, for whoever reads the whole county. */
@Controller('reconcile')
export class ReconcileController {
  constructor(private readonly reconcile: ReconcileService) {}

  @Get('batches')
  @ApiOperation({ summary: 'Each batch in count and fen, by what its lines are now' })
  @ZodResponse({ status: 200, type: BatchesDto })
  batches(@Query() query: PageQueryDto, @Acting() actor: Actor) {
    requirePost(actor, COUNTY_READERS);
    return this.reconcile.batches(query);
  }

  @Get('chunks')
  @ApiOperation({ summary: 'What is paid of each chunk of a batch' })
  @ZodResponse({ status: 200, type: ChunksDto })
  chunks(@Query() { batchId, ...query }: ChunksQueryDto, @Acting() actor: Actor) {
    requirePost(actor, COUNTY_READERS);
    return this.reconcile.chunks(batchId, query);
  }

  @Get('lines')
  @ApiOperation({ summary: 'The lines of a chunk that are paid' })
  @ZodResponse({ status: 200, type: LinesDto })
  lines(@Query() query: LinesQueryDto, @Acting() actor: Actor) {
    requirePost(actor, COUNTY_READERS);
    return this.reconcile.lines(query);
  }
}
