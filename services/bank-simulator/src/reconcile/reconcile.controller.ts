import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { reconcileBlocksQuery, reconciledBlocks, reconciledLines, reconcileLinesQuery } from '@one-card/contracts';
import { Public } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ReconcileService } from './reconcile.service';

class BlocksQueryDto extends createZodDto(reconcileBlocksQuery) {}
class LinesQueryDto extends createZodDto(reconcileLinesQuery) {}
class BlocksDto extends createZodDto(reconciledBlocks) {}
class LinesDto extends createZodDto(reconciledLines) {}

/** The bank's own books for `npm run reconcile`; like the rest of its API for whoever can reach the bank. */
@Public()
@Controller('reconcile')
export class ReconcileController {
  constructor(private readonly reconcile: ReconcileService) {}

  @Get('blocks')
  @ApiOperation({ summary: 'What the ledger credited, summed between line numbers' })
  @ZodResponse({ status: 200, type: BlocksDto })
  blocks(@Query() { bounds }: BlocksQueryDto) {
    return this.reconcile.blocks(bounds);
  }

  @Get('lines')
  @ApiOperation({ summary: 'The lines that the ledger credited' })
  @ZodResponse({ status: 200, type: LinesDto })
  lines(@Query() query: LinesQueryDto) {
    return this.reconcile.lines(query);
  }
}
