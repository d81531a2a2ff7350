import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { reconcileBlocksQuery, reconciledBlocks, reconciledLines, reconcileLinesQuery } from '@one-card/contracts';
import { Acting, type Actor, requirePost } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ReconcileService } from './reconcile.service';

class BlocksQueryDto extends createZodDto(reconcileBlocksQuery) {}
class LinesQueryDto extends createZodDto(reconcileLinesQuery) {}
class BlocksDto extends createZodDto(reconciledBlocks) {}
class LinesDto extends createZodDto(reconciledLines) {}

const READERS = ['budget-officer', 'finance-reviewer', 'treasury-operator', 'treasury-approver', 'supervisor', 'security-auditor'];

/** What `npm run reconcile` compares with payment. */
@Controller('reconcile')
export class ReconcileController {
  constructor(private readonly reconcile: ReconcileService) {}

  @Get('blocks')
  @ApiOperation({ summary: 'What the banks answered as credited, summed between line numbers' })
  @ZodResponse({ status: 200, type: BlocksDto })
  blocks(@Query() { bounds }: BlocksQueryDto, @Acting() actor: Actor) {
    requirePost(actor, READERS);
    return this.reconcile.blocks(bounds);
  }

  @Get('lines')
  @ApiOperation({ summary: 'The lines that the banks answered as credited' })
  @ZodResponse({ status: 200, type: LinesDto })
  lines(@Query() query: LinesQueryDto, @Acting() actor: Actor) {
    requirePost(actor, READERS);
    return this.reconcile.lines(query);
  }
}
