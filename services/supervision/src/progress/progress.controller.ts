import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { supervisionApi as api } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import { Acting, type Actor, requirePost } from '@one-card/service';
import { createZodDto } from 'nestjs-zod';
import type { z } from 'zod';
import { READERS } from '../readers';
import { policyName } from '../watch/policy-name';

class Progress extends createZodDto(api.progressView) {}

@Controller('progress')
export class ProgressController {
  constructor(private readonly database: Database) {}

  /** 二.二.7, 8: where each batch stands, and which are late. */
  @Get()
  @ApiOkResponse({ type: Progress })
  progress(@Acting() actor: Actor) {
    requirePost(actor, READERS);
    return this.database.query<z.output<typeof api.progressView>[number]>(sql`
      SELECT b.batch_id AS "batchId", b.policy_code AS "policyCode", ${policyName} AS "policyName", b.seq,
             b.period_from::text AS "periodFrom", b.period_to::text AS "periodTo", b.department, b.state,
             to_char(b.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "dueAt", COALESCE(b.due_at < business_now(), false) AS late,
             count(r.roll_id)::int AS rolls, (count(r.roll_id) FILTER (WHERE r.state = 'ready'))::int AS "rollsReady"
      FROM batch_watch b
      LEFT JOIN roll_watch r ON r.batch_id = b.batch_id
      GROUP BY b.batch_id
      ORDER BY b.batch_id DESC`);
  }
}
