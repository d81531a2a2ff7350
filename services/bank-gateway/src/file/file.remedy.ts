import { Injectable, Logger } from '@nestjs/common';
import { bankGatewayApi } from '@one-card/contracts';
import { scrub } from '@one-card/domain';
import { Database, sql, Transaction } from '@one-card/database';
import { type Actor, defineTitles, DomainError } from '@one-card/service';
import { z } from 'zod';
import { AnswerService } from '../answer/answer.service';
import { BankPort, type GivenUp, type Word } from '../banks/bank.port';
import { config } from '../config';
import { type DueFile, FileService } from './file.service';

defineTitles({ 'file-not-refused': { zh: '文件未被银行拒收', en: 'The bank has not refused this file' } });

type Remedy = z.output<typeof bankGatewayApi.bankFileRemedy>;

/** The way out of a refusal: a person decides, and the bank has to confirm that nothing of the file was credited before anything is done. */
@Injectable()
export class FileRemedy {
  private readonly logger = new Logger(FileRemedy.name);

  constructor(
    private readonly database: Database,
    private readonly files: FileService,
    private readonly bank: BankPort,
    private readonly answers: AnswerService,
  ) {}

  async decide(fileId: string, remedy: Remedy, actor: Actor, tx: Transaction): Promise<void> {
    // A file of before its instructions were kept beside it cannot be cut anew.
    const decided = await tx.execute(sql`
      UPDATE bank_file f
      SET remedy = ${remedy}, decided_by = ${actor.id}, due_at = clock_timestamp(), tries = 0
      WHERE county_code = ${config.countyCode} AND file_id = ${fileId} AND state = 'refused' AND remedy IS NULL
        AND (${remedy} = 'bounce' OR NOT EXISTS (
          SELECT FROM file_part p WHERE p.county_code = f.county_code AND p.file_id = f.file_id AND p.sealed IS NULL))`);
    if (decided === 1) return;
    throw new DomainError('file-not-refused', 409, {
      zh: '该文件没有被银行拒收,或已有处理决定,请刷新后再看',
      en: 'The bank has not refused this file, or what becomes of it is decided already: look again',
    });
  }

  async apply(file: DueFile): Promise<void> {
    try {
      const word = await this.wordOn(file);
      if (word.state === 'accepted') return await this.files.acceptedAfterAll(file);
      if (!word.nothingDone) return await this.files.notConfirmed(file, 'the bank has not signed that nothing was credited');
    } catch (error) {
      return this.files.notConfirmed(file, error instanceof Error ? error.message : String(error));
    }
    if (file.remedy === 'cutAnew') return this.files.cutAnew(file);
    await this.bounce(file);
  }

  /** Whose lines are bounced, that file is withdrawn: the bank would go on holding its money for a file that never comes. */
  private async wordOn(file: DueFile): Promise<Word> {
    if (file.remedy !== 'bounce') return this.bank.ask(file.bankCode, file.fileId);
    const { countyCode, fileId, bankCode } = file;
    const told = await this.database.maybe<Pick<GivenUp, 'orderId' | 'count' | 'amountFen'>>(sql`
      SELECT order_id AS "orderId", count, amount_fen AS "amountFen" FROM bank_file WHERE county_code = ${countyCode} AND file_id = ${fileId}`);
    if (told === undefined) throw new Error(`there is no file ${fileId}`);
    return this.bank.withdraw({ fileId, bankCode, at: await this.database.now(), ...told });
  }

  /** The bank answers with one word for all: each instruction is bounced by it. */
  private async bounce(file: DueFile): Promise<void> {
    const { countyCode, fileId, bankCode } = file;
    const { line, attempt, amountFen, reason } = await this.linesOf(file);
    const each = <T>(value: T): T[] => line.map(() => value);
    const rawText = each(scrub(`银行拒收文件:${reason ?? '未说明原因'}`));
    const [none, sequence, state] = [each(null), each(1), each('bounced' as const)];
    const same = { rawCode: none, bankSerial: none, creditedAt: none, notifiedAt: none };
    await this.answers.take({
      bankCode,
      fileId,
      countyCode,
      lines: { line, attempt, amountFen, sequence, state, reason: each('other' as const), rawText, ...same },
    });
    this.logger.log(`file ${fileId} to ${bankCode}: its ${String(line.length)} instructions are bounced, as decided`);
  }

  private async linesOf({ countyCode, fileId }: DueFile) {
    const row = await this.database.maybe<{ line: number[]; attempt: number[]; amountFen: string[]; reason: string | null }>(sql`
      SELECT f.reason, json_agg(i.line ORDER BY i.line) AS line, json_agg(i.attempt ORDER BY i.line) AS attempt,
             json_agg(i.amount_fen::text ORDER BY i.line) AS "amountFen"
      FROM bank_file f
      JOIN file_part p ON p.county_code = f.county_code AND p.file_id = f.file_id
      JOIN ordered_chunk c ON c.county_code = p.county_code AND c.order_id = p.order_id AND c.chunk_id = p.chunk_id
      JOIN instruction i
        ON i.county_code = p.county_code AND i.part_id = p.part_id
        AND i.line >= (c.chunk ->> 'firstLine')::bigint AND i.line < (c.chunk ->> 'firstLine')::bigint + (c.chunk ->> 'lines')::bigint
      WHERE f.county_code = ${countyCode} AND f.file_id = ${fileId}
      GROUP BY f.reason`);
    if (row === undefined) throw new Error(`file ${fileId} has no instructions`);
    return row;
  }
}
