import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces } from '@nestjs/swagger';
import { supervisionApi as api } from '@one-card/contracts';
import { Acting, type Actor, requirePost } from '@one-card/service';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { AuditReader } from './audit.reader';

const readers = ['supervisor', 'security-auditor'];

class AuditHeads extends createZodDto(z.array(api.auditHead)) {}
class Verification extends createZodDto(api.auditVerification) {}
class ExportQuery extends createZodDto(api.auditExportQuery) {}

@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditReader) {}

  @Get('heads')
  @ApiOkResponse({ type: AuditHeads })
  heads(@Acting() actor: Actor) {
    requirePost(actor, readers);
    return this.audit.heads();
  }

  /** One JSON entry a line, for the verifier. */
  @Get('export')
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  export(@Query() query: ExportQuery, @Acting() actor: Actor): StreamableFile {
    requirePost(actor, readers);
    const entries = this.audit.entries(query);
    async function* lines() {
      for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
    }
    return new StreamableFile(Readable.from(lines()), { type: 'application/x-ndjson', disposition: 'attachment; filename="audit.ndjson"' });
  }

  @Post('verify')
  @HttpCode(200)
  @ApiOkResponse({ type: Verification })
  verify(@Acting() actor: Actor) {
    requirePost(actor, readers);
    return this.audit.verify();
  }
}
