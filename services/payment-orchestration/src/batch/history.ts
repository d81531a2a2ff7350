import { Injectable } from '@nestjs/common';
import type { paymentOrchestrationApi } from '@one-card/contracts';
import { Database, sql } from '@one-card/database';
import type { Post } from '@one-card/domain';
import { type Actor, decodeCursor, page } from '@one-card/service';
import { z } from 'zod';
import { Access } from './access';
import { Batches } from './batches';

type ActView = z.output<typeof paymentOrchestrationApi.actView>;

interface ActRow {
  id: string;
  at: Date;
  act: string;
  roll_id: string | null;
  division_name: string | null;
  name: string | null;
  post: Post | null;
  note: string | null;
}

/** Everything that was done with a batch and its rolls, in order: who, when, by which post. */
@Injectable()
export class History {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
    private readonly access: Access,
  ) {}

  async of(batchId: string, { limit, cursor }: { limit: number; cursor?: string }, actor: Actor) {
    await this.access.demandBatch(actor, await this.batches.find(batchId), await this.batches.rollsOf(batchId));
    const [after] = decodeCursor(cursor, z.tuple([z.string()])) ?? ['0'];
    const rows = await this.database.query<ActRow>(sql`
      SELECT a.id, a.at, a.act, a.roll_id, r.division_name, a.name, a.post, a.note
      FROM batch_act a
      LEFT JOIN roll r ON r.id = a.roll_id
      WHERE a.batch_id = ${batchId} AND a.id > ${after}::bigint
      ORDER BY a.id
      LIMIT ${limit + 1}`);
    const { items, next } = page(rows, limit, ({ id }) => [id]);
    return { items: items.map(viewOf), next };
  }
}

const viewOf = ({ at, act, roll_id, division_name, name, post, note }: ActRow): ActView => ({
  ...{ at: at.toISOString(), act, rollId: roll_id, divisionName: division_name, name, post, note },
});
