import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { reconcileBlocksQuery, reconciledBlocks, reconciledLines, reconciledRolls, reconcileLinesQuery } from '@one-card/contracts';
import { Acting, type Actor, requirePost } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ReconcileService } from './reconcile.service';

class BlocksQueryDto extends createZodDto(reconcileBlocksQuery) {}
class LinesQueryDto extends createZodDto(reconcileLinesQuery) {}
class BlocksDto extends createZodDto(reconciledBlocks) {}
class RollsQueryDto extends createZodDto(z.object({ batchId: z.uuid() })) {}
class RollsDto extends createZodDto(reconciledRolls) {}
class LinesDto extends createZodDto(reconciledLines) {}

const READERS = ['budget-officer', 'finance-reviewer', 'treasury-operator', 'treasury-approver', 'supervisor', 'security-auditor'];

/** What `npm run reconcile` compares with payment. */
@Controller('reconcile')
export class ReconcileController {
  constructor(private readonly reconcile: ReconcileService) {}

  @Get('rolls')
  @ApiOperation({ summary: 'What is disclosed of each roll of a batch, singly or in totals' })
  @ZodResponse({ status: 200, type: RollsDto })
  rolls(@Query() { batchId }: RollsQueryDto, @Acting() actor: Actor) {
    requirePost(actor, READERS);
    return this.reconcile.rolls(batchId);
  }

  @Get('blocks')
  @ApiOperation({ summary: 'What is shown as paid, summed between line numbers' })
  @ZodResponse({ status: 200, type: BlocksDto })
  blocks(@Query() query: BlocksQueryDto, @Acting() actor: Actor) {
    requirePost(actor, READERS);
    return this.reconcile.blocks(query);
  }

  @Get('lines')
  @ApiOperation({ summary: 'The lines that are shown as paid' })
  @ZodResponse({ status: 200, type: LinesDto })
  lines(@Query() query: LinesQueryDto, @Acting() actor: Actor) {
    requirePost(actor, READERS);
    return this.reconcile.lines(query);
  }
}
