import { Injectable } from '@nestjs/common';
import { type BankFile, type BankFileBlock, type BankFileStatus } from '@one-card/contracts';
import { Database, errorOfConstraint, sql, Transaction } from '@one-card/database';
import { SealingError } from '@one-card/sealing';
import { AccountService } from '../account/account.service';
import { happens } from '../behaviour/behaviour.rules';
import { type Behaviour } from '../behaviour/behaviour.service';
import { RefundService } from '../funding/refund.service';
import { KeysService, sha256Of } from '../keys/keys.service';
import { LetterService } from '../letter/letter.service';
import { answerOf, cut, type Done, faultOfLines, placesOf } from './file.rules';
import { bookFunding, enter, fundingFault, keepFile, type KeptFile, knownFile, statusOf } from './file.sql';

/** The bank will not have this file. */
class Refused extends Error {
  override readonly name = 'Refused';
}

const UNSEEN = { state: 'unknown', reason: null, answered: { count: 0, amountFen: '0' }, parts: 0, signature: null } as const;

@Injectable()
export class FileService {
  constructor(
    private readonly database: Database,
    private readonly keys: KeysService,
    private readonly accounts: AccountService,
    private readonly letters: LetterService,
    private readonly refunds: RefundService,
  ) {}

  /** Does all of a file's work in one transaction, once: the same bytes again only hear what was said. What is said is signed. */
  async take(file: BankFile, behaviour: Behaviour): Promise<BankFileStatus> {
    return this.signed(file.bankCode, await this.worked(file, behaviour));
  }

  /** A bank that never had the file can say so in its name only when it is told which bank is meant: several are played here. */
  async status(fileId: string, bankCode?: string): Promise<BankFileStatus> {
    const known = await this.database.maybe<KeptFile>(statusOf(fileId));
    return known === undefined ? this.signed(bankCode, { fileId, ...UNSEEN }) : this.signed(known.bankCode, known.status);
  }

  private signed(bankCode: string | undefined, status: BankFileStatus): BankFileStatus {
    return bankCode !== undefined && this.keys.plays(bankCode) ? this.keys.signStatus(bankCode, status) : status;
  }

  private async worked(file: BankFile, behaviour: Behaviour): Promise<BankFileStatus> {
    if (!this.keys.plays(file.bankCode)) return refusal(file, '本行不受理');
    // What is not signed leaves no trace, or anybody could use up the ids of files.
    if (!this.keys.isSigned(file)) return refusal(file, '签名不符');
    try {
      const block = await this.openBlock(file);
      return await this.database.transaction((tx) => this.work(file, block, behaviour, tx));
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === undefined) throw error;
      return this.database.transaction((tx) => refuse(file, reason, tx));
    }
  }

  private async openBlock(file: BankFile): Promise<BankFileBlock> {
    if (sha256Of(Buffer.from(file.sealed, 'base64')) !== file.digest) throw new Refused('摘要不符');
    const block = await this.keys.open(file);
    const fault = faultOfLines(file, block);
    if (fault !== undefined) throw new Refused(fault);
    return block;
  }

  private async work(file: BankFile, block: BankFileBlock, behaviour: Behaviour, tx: Transaction): Promise<BankFileStatus> {
    if (!(await keepFile(file, 'accepted', null, tx))) return sameAgain(file, tx);
    const fault = await fundingFault(file, tx);
    if (fault !== undefined) throw new Refused(fault);
    if (happens(behaviour.refuse, behaviour.seed, 'refuse', file.fileId)) throw new Refused('系统拒收');
    const { entered, rawCode, entryNo, ...sums } = await enter(
      file,
      block,
      this.accounts.accountHashes(file.bankCode, block.account),
      this.accounts.nameHashes(block.name),
      tx,
    );
    if (entered !== file.count) throw new Refused('指令编号已使用');
    const { instructionId, amountFen } = block;
    await this.answer(file, cut({ instructionId, amountFen, rawCode, entryNo }, behaviour.answerParts), behaviour, tx);
    const whole = await bookFunding(file, sums, tx);
    if (whole && behaviour.refund) await this.refunds.giveBack(file, behaviour, tx);
    return statusIn(file.fileId, tx);
  }

  private async answer(file: BankFile, parts: readonly Done[], behaviour: Behaviour, tx: Transaction): Promise<void> {
    const { bankCode, orderId, fileId } = file;
    const { seed } = behaviour;
    const places = placesOf(parts.length, fileId, behaviour);
    const letters = parts.map((done, part) => {
      const subject = `${fileId}/${String(part)}`;
      return {
        kind: 'answer' as const,
        bankCode,
        orderId,
        fileId,
        place: places[part] ?? part,
        body: this.keys.signAnswer(answerOf(file, part + 1, done)),
        copies: happens(behaviour.answerTwice, seed, 'twice', subject) ? 2 : 1,
        silent: happens(behaviour.silent, seed, 'silent', subject),
      };
    });
    await this.letters.write(letters, behaviour.answerDelayMs, tx);
    await tx.execute(sql`UPDATE bank_file SET parts = ${parts.length} WHERE file_id = ${fileId}`);
  }
}

function reasonOf(error: unknown): string | undefined {
  if (error instanceof Refused) return error.message;
  if (error instanceof SealingError) return '密文无法解开';
  return errorOfConstraint(error) === 'not_more_than_funded' ? '超过拨款金额' : undefined;
}

function refusal({ fileId }: BankFile, reason: string): BankFileStatus {
  return { ...UNSEEN, fileId, state: 'refused', reason };
}

async function refuse(file: BankFile, reason: string, tx: Transaction): Promise<BankFileStatus> {
  return (await keepFile(file, 'refused', reason, tx)) ? refusal(file, reason) : sameAgain(file, tx);
}

/** A file id says one thing for ever. */
async function sameAgain(file: BankFile, tx: Transaction): Promise<BankFileStatus> {
  const known = await knownFile(file.fileId, tx);
  return known.digest === file.digest ? statusIn(file.fileId, tx) : refusal(file, '文件编号已用于另一份文件');
}

async function statusIn(fileId: string, tx: Transaction): Promise<BankFileStatus> {
  const { status } = await tx.one<KeptFile>(statusOf(fileId));
  return status;
}
