import { Injectable } from '@nestjs/common';
import { type EventOf, listedBlock, type listedChunk, policyVersion } from '@one-card/contracts';
import { sql, type Transaction } from '@one-card/database';
import { sumFen } from '@one-card/domain';
import { Replicas } from '@one-card/kafka';
import { Envelopes, Vault } from '@one-card/sealing';
import { NoticeEntity } from '../notice/notice.entity';
import { NoticeService } from '../notice/notice.service';
import { keptNames, type Places, placesOf, widest } from '../publicity/publicity.rules';

type Listed = EventOf<typeof listedChunk>;

/** Gathers what a notice shows, chunk by chunk; the last one makes the notice complete. */
@Injectable()
export class ListingService {
  constructor(
    private readonly replicas: Replicas,
    private readonly envelopes: Envelopes,
    private readonly vault: Vault,
    private readonly notices: NoticeService,
  ) {}

  async take(listed: Listed, tx: Transaction): Promise<void> {
    const places = placesOf(await this.replicas.get(policyVersion, listed.chunk.policyVersionId, tx));
    if (await begin(listed, places, tx)) await supersede(listed, tx);
    if (widest(places) !== 'totals' && listed.lines.line.length > 0) await this.keep(listed, places, tx);
    // A list that is gathered anew, from the beginning of its topic, does not take its notice back to its first step.
    const { complete } = await tx.one<{ complete: boolean }>(sql`
      UPDATE notice
      SET chunks_in = chunks_in + 1,
          listed_count = listed_count + ${listed.lines.line.length},
          listed_fen = listed_fen + ${sumFen(listed.lines.amountFen.map(BigInt))}
      WHERE id = ${listed.noticeId}
      RETURNING chunks_in = chunks AND NOT superseded AND state = 'gathering' AS complete`);
    if (complete) await this.notices.complete(await tx.manager.findOneByOrFail(NoticeEntity, { id: listed.noticeId }), tx);
  }

  private async keep({ chunk, noticeId, lines, people }: Listed, places: Places, tx: Transaction): Promise<void> {
    const sealed = people === null ? null : await this.namesOf({ chunk, lines, people }, places);
    await tx.execute(sql`
      INSERT INTO listed_chunk (county_code, notice_id, first_line, lines, line, village_code, quantity_milli, amount_fen, people)
      VALUES (${chunk.countyCode}, ${noticeId}, ${chunk.firstLine}, ${chunk.lines}, ${lines.line}, ${lines.villageCode},
              ${lines.quantityMilli}, ${lines.amountFen}, ${sealed})`);
  }

  /** Opened, cut down to what some page may show, and sealed anew with this service's own key. */
  private async namesOf({ chunk, lines, people }: Pick<Listed, 'chunk' | 'lines'> & { people: string }, places: Places): Promise<Buffer> {
    const plain = await this.envelopes.open(chunk.chunkId, Buffer.from(people, 'base64'));
    const block = listedBlock.parse(JSON.parse(plain.toString('utf8')));
    return this.vault.seal(JSON.stringify(keptNames(block, chunk, lines.line, widest(places))));
  }
}

/** True for the chunk that comes first, whichever it is. */
async function begin({ chunk, ...listed }: Listed, places: Places, tx: Transaction): Promise<boolean> {
  const begun = await tx.execute(sql`
    INSERT INTO notice (id, county_code, batch_id, roll_id, revision, roll_digest, policy_code, policy_version_id, division_code,
                        step, place, level, basis, days, publicity, chunks, requested_at)
    VALUES (${listed.noticeId}, ${chunk.countyCode}, ${chunk.batchId}, ${chunk.rollId}, ${chunk.revision}, ${listed.rollDigest},
            ${chunk.policyCode}, ${chunk.policyVersionId}, ${chunk.divisionCode}, ${listed.step}, ${listed.place}, ${listed.level},
            ${listed.basis}, ${listed.days}, ${JSON.stringify(places)}::jsonb, ${chunk.chunks}, ${await tx.now()})
    ON CONFLICT (id) DO NOTHING`);
  return begun === 1;
}

/**
 * A roll that came to a notice of the same place anew has a new notice; the older one neither opens nor closes any more. Chunks of both may
 * be under way at once, so that the order is told by revision and id (which grow), not by arrival.
 */
async function supersede({ chunk: { rollId } }: Listed, tx: Transaction): Promise<void> {
  await tx.lock('notices of roll', rollId);
  await tx.execute(sql`
    UPDATE notice AS earlier
    SET superseded = true
    WHERE earlier.roll_id = ${rollId} AND NOT earlier.superseded
      AND EXISTS (
        SELECT FROM notice AS later
        WHERE later.roll_id = earlier.roll_id
          AND (later.revision > earlier.revision
               OR later.revision = earlier.revision AND later.step = earlier.step AND later.id > earlier.id))`);
}
