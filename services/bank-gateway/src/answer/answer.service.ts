import { Injectable } from '@nestjs/common';
import { resultChunk } from '@one-card/contracts';
import { Database, errorOfConstraint, Transaction } from '@one-card/database';
import { DomainError } from '@one-card/service';
import { config } from '../config';
import { SuspicionService } from '../suspicion/suspicion.service';
import { type Answer, byChunk, pick, totalOf } from './answer.rules';
import { type AnsweredFile, bookFile, bookOrder, type Fault, lockFile, writeAnswers } from './answer.sql';

const FAULTS: Record<Fault | 'file' | 'money', { zh: string; en: string }> = {
  file: { zh: '没有向该银行发出过这个文件', en: 'an answer to a file that was never sent to this bank' },
  foreign: { zh: '含有不属于该文件的指令', en: 'an answer names an instruction that is not of its file' },
  amount: { zh: '有指令的金额与发出的不同', en: 'an answer has another amount than its instruction' },
  contradiction: { zh: '同一序号先后说法不同', en: 'an answer says otherwise than before under the same sequence' },
  superseded: { zh: '退票后已重新发出指令的明细又报入账', en: 'an answer credits an instruction that was followed by another after its bounce' },
  money: { zh: '退款后的款项又报入账,或金额对不上', en: 'an answer credits money that was refunded already' },
};

@Injectable()
export class AnswerService {
  constructor(
    private readonly database: Database,
    private readonly suspicions: SuspicionService,
  ) {}

  /** Takes a part of a bank's results, as often as it comes; gives the number of answers that were new. */
  async take(answer: Answer): Promise<number> {
    const taken = await this.database.transaction((tx) => this.takeIn(answer, tx)).catch((error: unknown) => this.refusedByMoney(answer, error));
    if (taken instanceof DomainError) throw taken;
    return taken;
  }

  private async takeIn(answer: Answer, tx: Transaction): Promise<number | DomainError> {
    const file = await lockFile(answer, tx);
    if (file === undefined) return this.suspect(answer, 'file', tx);
    const written = await writeAnswers(answer, file, tx);
    if ('fault' in written) return this.suspect(answer, written.fault, tx);
    if (written.places.length === 0) return 0;
    await bookFile(answer, written, tx);
    await bookOrder(file, written, config.answerTimeoutMs, tx);
    await publish(file, answer, written.places, tx);
    return written.places.length;
  }

  private suspect(answer: Answer, fault: keyof typeof FAULTS, tx: Transaction): Promise<DomainError> {
    const { countyCode, bankCode, fileId } = answer;
    return this.suspicions.keep({ kind: 'answer', countyCode, bankCode, fileId, why: FAULTS[fault], message: answer }, tx);
  }

  /** The constraints of the order's money spoke: what was written is gone, so that only the suspicion stays. */
  private async refusedByMoney(answer: Answer, error: unknown): Promise<DomainError> {
    const constraint = errorOfConstraint(error) ?? '';
    if (!['refunded_within_bounced', 'answered_within_ordered', 'answered_within_file', 'nothing_below_zero'].includes(constraint)) throw error;
    return this.database.transaction((tx) => this.suspect(answer, 'money', tx));
  }
}

/** One event for each chunk that the part answers for. */
async function publish({ orderId, bankCode, chunks }: AnsweredFile, answer: Answer, fresh: readonly number[], tx: Transaction): Promise<void> {
  for (const { chunk, places } of byChunk(answer.lines.line, fresh, chunks)) {
    const lines = pick(answer.lines, places);
    const [credited, bounced] = [totalOf(lines, 'credited'), totalOf(lines, 'bounced')];
    await tx.publish(resultChunk, { orderId, chunk, bankCode, fileId: answer.fileId, lines, credited, bounced });
  }
}
