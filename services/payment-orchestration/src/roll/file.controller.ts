import { Controller, Get, Param, ParseUUIDPipe, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces } from '@nestjs/swagger';
import { paymentOrchestrationApi as api } from '@one-card/contracts';
import { Acting, type Actor, Authority, sendTable } from '@one-card/service';
import type { Response } from 'express';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { Access } from '../batch/access';
import { Batches } from '../batch/batches';
import { FaultyRows } from '../upload/faulty-rows';
import { Uploads } from '../upload/uploads';

class UploadDto extends createZodDto(api.uploadView) {}

/** What was sent in for a roll, and what must be mended of it. */
@Controller('rolls/:id')
export class RollFileController {
  constructor(
    private readonly batches: Batches,
    private readonly uploads: Uploads,
    private readonly faulty: FaultyRows,
    private readonly authority: Authority,
    private readonly access: Access,
  ) {}

  @Get('uploads')
  @ApiOperation({ summary: 'Files sent in for the roll, the newest first, refused ones too' })
  @ZodResponse({ status: 200, type: [UploadDto] })
  async list(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor) {
    const roll = await this.batches.findRoll(id);
    await this.access.demandRoll(actor, await this.batches.find(roll.batch_id), roll);
    return this.uploads.of(roll, actor);
  }

  /** Names and identity numbers as they stood in the file go to the post that sent them in, and to nobody else. */
  @Get('faults/workbook')
  @ApiOperation({ summary: 'The faulty rows with what is wrong with each, as a workbook (township-clerk of the division)' })
  @ApiProduces('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  async workbook(@Param('id', ParseUUIDPipe) id: string, @Acting() actor: Actor, @Res() response: Response): Promise<void> {
    const roll = await this.batches.findRoll(id);
    await this.authority.require(actor, 'township-clerk', { division: roll.division_code });
    await sendTable(response, 'xlsx', this.faulty.tableOf(roll));
  }
}
