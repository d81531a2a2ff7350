import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { MatchedChunk, Reason } from '@one-card/contracts';
import { type CopyValue, sql, type Transaction } from '@one-card/database';
import { LineOutcomes, type LineFact } from '../line/line-outcomes';
import { RollProgress } from '../roll/roll-progress';
import { whileRevisionStands } from './roll-lock';

const LINE_COLUMNS = [
  ...['county_code', 'line', 'chunk_id', 'row_no', 'village_code', 'subject_ref', 'item_code', 'quantity_milli', 'rate_fen', 'amount_fen'],
  ...['beneficiary', 'household', 'head', 'payee', 'payee_basis', 'bank_code', 'account'],
];
const EXCEPTION_COLUMNS = [
  ...['county_code', 'line', 'sequence', 'batch_id', 'roll_id', 'revision', 'outcome', 'reason_code', 'reasons', 'amount_fen', 'at'],
];

@Injectable()
export class ChunkService {
  constructor(
    private readonly outcomes: LineOutcomes,
    private readonly progress: RollProgress,
  ) {}

  /** A chunk was matched: its lines are written, once and for good; those that did not match are rejected with all their reasons. */
  async enter(match: MatchedChunk, tx: Transaction): Promise<void> {
    const { chunk } = match;
    await whileRevisionStands(tx, chunk.rollId);
    const chunkRow = await tx.maybe<{ lines: number; amount_fen: string }>(sql`
      UPDATE chunk
      SET matched = true, digest = ${digestOf(match)}, payee_block = ${Buffer.from(match.payees, 'base64')},
          listed_block = ${match.listed === null ? null : Buffer.from(match.listed, 'base64')}
      WHERE chunk_id = ${chunk.chunkId} AND NOT superseded AND NOT matched
      RETURNING lines, amount_fen`);
    // A newer upload has replaced it.
    if (chunkRow === undefined) return;
    demandTotals(match, chunkRow);
    const failures = new Map(match.failures.map(({ line, reasons }) => [line, reasons]));
    await tx.copy('line', LINE_COLUMNS, rowsOfLines(match));
    await this.reject(tx, match, failures);
    await this.outcomes.say(tx, scopeOf(match), factsOf(match, failures), { chunkId: chunk.chunkId });
    await this.progress.count(tx, chunk, 'matched');
  }

  private async reject(tx: Transaction, { chunk, lines }: MatchedChunk, failures: ReadonlyMap<number, readonly Reason[]>): Promise<void> {
    if (failures.size === 0) return;
    const at = await tx.now();
    const rows = [...failures].map(([line, reasons]): CopyValue[] => [
      ...[chunk.countyCode, line, 1, chunk.batchId, chunk.rollId, chunk.revision, 'rejected', reasons[0]?.code ?? null],
      ...[JSON.stringify(reasons), lines.amountFen[line - chunk.firstLine] ?? '0', at],
    ]);
    await tx.copy('line_exception', EXCEPTION_COLUMNS, rows);
  }
}

const scopeOf = ({ chunk }: MatchedChunk) => ({
  countyCode: chunk.countyCode,
  projectId: chunk.projectId,
  policyCode: chunk.policyCode,
  batchId: chunk.batchId,
  rollId: chunk.rollId,
  revision: chunk.revision,
  divisionCode: chunk.divisionCode,
  periodFrom: chunk.periodFrom,
  periodTo: chunk.periodTo,
});

/** Over what reviewers see: lines, payees as tokens and failures. The sealed blocks differ with every sealing. */
function digestOf({ chunk, lines, failures }: MatchedChunk): string {
  return createHash('sha256')
    .update(JSON.stringify([chunk.firstLine, lines, failures]))
    .digest('hex');
}

/** What comes back must add up to what went out. */
function demandTotals({ chunk, lines }: MatchedChunk, sent: { lines: number; amount_fen: string }): void {
  const fen = lines.amountFen.reduce((sum, amount) => sum + BigInt(amount), 0n);
  if (lines.rowNo.length === sent.lines && String(fen) === sent.amount_fen) return;
  throw new Error(`chunk ${chunk.chunkId} came back with other totals than it was sent with`);
}

function* rowsOfLines({ chunk, lines }: MatchedChunk): Iterable<readonly CopyValue[]> {
  for (let i = 0; i < lines.rowNo.length; i++) {
    const value = <T extends CopyValue>(column: readonly T[]): CopyValue => column[i] ?? null;
    yield [
      ...[chunk.countyCode, chunk.firstLine + i, chunk.chunkId, value(lines.rowNo), value(lines.villageCode), value(lines.subjectRef)],
      ...[value(lines.itemCode), value(lines.quantityMilli), value(lines.rateFen), value(lines.amountFen), value(lines.beneficiary)],
      ...[value(lines.household), value(lines.head), value(lines.payee), value(lines.payeeBasis), value(lines.bankCode), value(lines.account)],
    ];
  }
}

function factsOf({ chunk, lines }: MatchedChunk, failures: ReadonlyMap<number, readonly Reason[]>): LineFact[] {
  return lines.amountFen.map((amountFen, i) => {
    const line = chunk.firstLine + i;
    const reasons = failures.get(line);
    return {
      line,
      villageCode: lines.villageCode[i] ?? chunk.divisionCode,
      from: null,
      to: reasons === undefined ? 'underWay' : 'rejected',
      reason: reasons?.[0]?.code ?? null,
      amountFen,
      bankCode: lines.bankCode[i] ?? null,
    };
  });
}
