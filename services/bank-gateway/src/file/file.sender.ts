import { Injectable, Logger } from '@nestjs/common';
import { Database } from '@one-card/database';
import { BackgroundWork } from '@one-card/service';
import type { Answer } from '../answer/answer.rules';
import { AnswerService } from '../answer/answer.service';
import { BankPort, type Word } from '../banks/bank.port';
import { config } from '../config';
import { FileRemedy } from './file.remedy';
import { type DueFile, FileService } from './file.service';

/** Carries files to the banks, and asks for what the banks have not said. */
@Injectable()
export class FileSender extends BackgroundWork {
  private readonly logger = new Logger(FileSender.name);
  private readonly underWay = new Map<string, { bankCode: string; done: Promise<void> }>();

  constructor(
    private readonly files: FileService,
    private readonly bank: BankPort,
    private readonly answers: AnswerService,
    private readonly remedy: FileRemedy,
    database: Database,
  ) {
    super({ name: 'sending bank files', sweepMs: config.sweepMs, nudgedBy: database });
  }

  override async beforeApplicationShutdown(): Promise<void> {
    await super.beforeApplicationShutdown();
    await Promise.all([...this.underWay.values()].map(({ done }) => done));
  }

  /** Fills the places that are free, and waits for none: a file that takes long holds up no other. */
  protected async work(): Promise<boolean> {
    while (this.underWay.size < config.filesAtOnce) {
      const file = await this.files.claim(this.busyBanks());
      if (file === undefined) break;
      this.underWay.set(file.fileId, { bankCode: file.bankCode, done: this.carry(file) });
    }
    return false;
  }

  private busyBanks(): string[] {
    const banks = [...this.underWay.values()].map(({ bankCode }) => bankCode);
    return banks.filter((one) => banks.filter((other) => other === one).length >= config.filesAtOnceOfOneBank);
  }

  /** Never throws: what fails here is due again when the time of its claim is over. */
  private async carry(file: DueFile): Promise<void> {
    try {
      if (file.state === 'refused') await this.remedy.apply(file);
      else if (file.state === 'sent') await this.fetchAnswers(file);
      else await this.deliver(file);
    } catch (error) {
      this.logger.error({ err: error }, `file ${file.fileId} to ${file.bankCode} is tried again`);
    } finally {
      this.underWay.delete(file.fileId);
      this.nudge();
    }
  }

  private async deliver(file: DueFile): Promise<void> {
    try {
      await this.settle(file, await this.wordOn(file));
    } catch (error) {
      const reason = textOf(error);
      this.logger.warn(`file ${file.fileId} to ${file.bankCode}: the outcome is unknown after ${String(file.tries)} tries (${reason})`);
      await this.files.unclear(file, reason);
    }
  }

  /** Rule 2: an unknown outcome is asked for, never resent blind; then the same bytes with the same id. */
  private async wordOn(file: DueFile): Promise<Word> {
    if (file.body === null) throw new Error('a file that was sent has no need of a word');
    if (file.state === 'unknown') {
      const word = await this.bank.ask(file.bankCode, file.fileId);
      if (word.state !== 'unknown') return word;
    }
    return this.bank.send(file.bankCode, file.body);
  }

  private settle(file: DueFile, { state, reason }: Word): Promise<void> {
    if (state === 'accepted') return this.files.accepted(file);
    if (state === 'waits') return this.files.notTaken(file, reason);
    if (state === 'unknown') return this.files.unclear(file, reason ?? 'the bank does not know it');
    this.logger.error(`bank ${file.bankCode} refuses file ${file.fileId}: ${reason ?? 'no reason'}`);
    return this.files.refused(file, reason);
  }

  private async fetchAnswers(file: DueFile): Promise<void> {
    try {
      for (const answer of await this.bank.answersOf(file.bankCode, file.fileId)) await this.take(file, answer);
    } catch (error) {
      this.logger.warn(`results of file ${file.fileId} from ${file.bankCode} are overdue and could not be fetched (${textOf(error)})`);
    }
    await this.files.stillOpen(file);
  }

  /** A part that is refused holds up no other. */
  private async take(file: DueFile, answer: Answer | Error): Promise<void> {
    try {
      if (answer instanceof Error) throw answer;
      await this.answers.take(answer);
    } catch (error) {
      this.logger.warn(`a part of the results of file ${file.fileId} from ${file.bankCode} could not be taken (${textOf(error)})`);
    }
  }
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
