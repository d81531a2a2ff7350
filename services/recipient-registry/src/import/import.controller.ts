import { Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader } from '@nestjs/swagger';
import { Acting, type Actor, idempotencyHeader, keyMissing } from '@one-card/service';
import type { Request } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { ImportResultView } from './import.dto';
import { notCsv } from './import.errors';
import { ImportService } from './import.service';

@Controller('people/imports')
export class ImportController {
  constructor(private readonly imports: ImportService) {}

  /** The body is read as it comes, so this is not a command in one transaction: the key names the upload. */
  @Post()
  @HttpCode(200)
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiHeader({ name: idempotencyHeader, required: true })
  @ZodResponse({ status: 200, type: ImportResultView })
  async import(@Acting() actor: Actor, @Headers(idempotencyHeader) key: string | undefined, @Req() request: Request): Promise<ImportResultView> {
    if (key === undefined || !/^[\x21-\x7e]{1,200}$/.test(key)) throw keyMissing();
    if (!request.is('text/csv')) throw notCsv();
    try {
      return await this.imports.import({ actor, key, body: request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer> });
    } finally {
      // what is left of a refused file is read and dropped, or the refusal could not be sent
      request.resume();
    }
  }
}
