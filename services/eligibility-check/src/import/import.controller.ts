import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DATASETS, eligibilityCheckApi } from '@one-card/contracts';
import { Acting, type Actor, DomainError, idempotencyHeader, keyMissing, requirePost } from '@one-card/service';
import type { Request } from 'express';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { config } from '../config';
import type { Dataset } from '../rules/rule';
import { ImportService } from './import.service';

class ImportQuery extends createZodDto(eligibilityCheckApi.importQuery) {}
class ImportView extends createZodDto(eligibilityCheckApi.importView) {}

const IMPORT_READERS = ['department-clerk', 'department-approver', 'finance-reviewer', 'supervisor', 'security-auditor'];

@ApiTags('imports')
@Controller()
export class ImportController {
  constructor(private readonly imports: ImportService) {}

  /** The file is the body and is read as it streams, so the key is kept with the import and not with its transaction. */
  @Post('datasets/:dataset/imports')
  @HttpCode(202)
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string' }, description: 'CSV in UTF-8 or GB18030 with a head row' })
  @ApiHeader({ name: idempotencyHeader, required: true })
  @ApiOperation({ summary: "Take in another department's data set; good rows are kept, faulty ones told" })
  @ZodResponse({ status: 202, type: ImportView })
  async take(@Acting() actor: Actor, @Param('dataset') dataset: string, @Query() query: ImportQuery, @Req() request: Request) {
    // a clerk, or the department's own system, which holds the clerk's post
    requirePost(actor, 'department-clerk');
    const upload = { ...query, countyCode: config.countyCode, dataset: known(dataset), actor, idempotencyKey: keyOf(request) };
    try {
      return await this.imports.take(upload, request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>);
    } finally {
      // what is left of a refused file is read and dropped, or the refusal could not be sent
      request.resume();
    }
  }

  @Get('imports/:id')
  @ApiOperation({ summary: 'An import: `ready` when the facts of all its good rows are there' })
  @ZodResponse({ status: 200, type: ImportView })
  async one(@Acting() actor: Actor, @Param('id', ParseUUIDPipe) id: string) {
    requirePost(actor, IMPORT_READERS);
    return this.imports.one(id);
  }
}

function keyOf(request: Request): string {
  const key = request.headers[idempotencyHeader];
  if (typeof key !== 'string' || key === '') throw keyMissing();
  return key;
}

function known(dataset: string): Dataset {
  const found = DATASETS.find((name) => name === dataset);
  if (found !== undefined) return found;
  const listed = DATASETS.join(', ');
  throw new DomainError('not-found', 404, {
    zh: `没有数据集 ${dataset};可导入的有 ${listed}`,
    en: `There is no data set ${dataset}; known are ${listed}`,
  });
}
