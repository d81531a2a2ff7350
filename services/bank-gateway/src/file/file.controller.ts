import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { bankGatewayApi } from '@one-card/contracts';
import { Transaction } from '@one-card/database';
import { Acting, type Actor, Command, pageOf, requirePost, Tx } from '@one-card/service';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { READERS } from '../order/readers';
import { FileRemedy } from './file.remedy';
import { FileView } from './file.view';

class FilePage extends createZodDto(pageOf(bankGatewayApi.bankFileView)) {}
class FileQuery extends createZodDto(bankGatewayApi.bankFileQuery) {}
class Decision extends createZodDto(bankGatewayApi.decideBankFile) {}

@Controller('files')
export class FileController {
  constructor(
    private readonly files: FileView,
    private readonly remedy: FileRemedy,
  ) {}

  @Get()
  @ZodResponse({ status: 200, type: FilePage })
  list(@Query() query: FileQuery, @Acting() actor: Actor) {
    requirePost(actor, READERS);
    return this.files.list(query);
  }

  /** What becomes of a file that the bank refused. */
  @Post(':id/decision')
  @HttpCode(204)
  @Command()
  async decide(@Param('id', ParseUUIDPipe) id: string, @Body() { remedy }: Decision, @Acting() actor: Actor, @Tx() tx: Transaction): Promise<void> {
    requirePost(actor, ['bank-operator', 'treasury-operator']);
    await this.remedy.decide(id, remedy, actor, tx);
  }
}
