import { Controller, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import { ApiConsumes, ApiHeader } from '@nestjs/swagger';
import { Acting, type Actor, Authority, DomainError, idempotencyHeader, keyMissing } from '@one-card/service';
import type { Request } from 'express';
import { ZodResponse } from 'nestjs-zod';
import { actedBy } from '../batch/access';
import { Batches } from '../batch/batches';
import { UploadQueryDto, UploadResultDto } from '../roll/roll.dto';
import { UploadService } from './upload.service';

@Controller('rolls')
export class UploadController {
  constructor(
    private readonly batches: Batches,
    private readonly authority: Authority,
    private readonly uploads: UploadService,
  ) {}

  /** The file is the body, CSV (UTF-8, GB18030) or XLSX, and is read as it comes. Faulty rows are told all at once and become rejected lines. */
  @Post(':id/file')
  @ApiConsumes('text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/octet-stream')
  @ApiHeader({ name: idempotencyHeader, required: true, description: 'the same key and file again give the stored answer' })
  @ZodResponse({ status: 201, type: UploadResultDto })
  async upload(@Param('id', ParseUUIDPipe) id: string, @Query() { fileName }: UploadQueryDto, @Acting() actor: Actor, @Req() request: Request) {
    const key = request.headers[idempotencyHeader];
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) throw keyMissing();
    if (request.is(['json', 'multipart']) !== false) throw notAFile();
    const roll = await this.batches.findRoll(id);
    const held = await this.authority.require(actor, 'township-clerk', { division: roll.division_code });
    return this.uploads.receive(roll, actedBy(actor, held), { key, name: fileName, bytes: request });
  }
}

const notAFile = () =>
  new DomainError('unsupported-type', 415, {
    zh: '请把文件本身作为请求内容发送(text/csv 或 XLSX),不要用表单或 JSON',
    en: 'Send the file itself as the body (text/csv or XLSX), not in a form or as JSON',
  });
