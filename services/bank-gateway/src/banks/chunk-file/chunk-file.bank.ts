import { Injectable } from '@nestjs/common';
import { bankAnswer, type BankAnswer, bankFileStatus, bankRefund, type BankRefund, lineOfInstruction } from '@one-card/contracts';
import { scrub } from '@one-card/domain';
import { Envelopes, parseKey } from '@one-card/sealing';
import { z } from 'zod';
import type { Answer } from '../../answer/answer.rules';
import { config } from '../../config';
import { BankPort, type BuiltFile, type FileDraft, type GivenUp, type Refund, type Word } from '../bank.port';
import { answerRefused, bankUnknown } from './chunk-file.errors';
import { reasonOf } from './reasons';
import { faultOfAnswer, isRefundSigned, isStatusSigned, sha256Of, signFile, signWithdrawal } from './signature';

/** Sealed files over HTTP (contracts/bank-gateway/file.ts): what the county's banks take. */
@Injectable()
export class ChunkFileBank extends BankPort {
  private readonly envelopes = new Envelopes({
    own: [],
    readers: new Map(Object.entries(config.bankKeys).map(([code, { sealing }]) => [code, parseKey(sealing, 'BANK_KEYS')])),
  });

  async build({ fileId, bankCode, orderId, voucherNo, fundedFen, at, lines }: FileDraft): Promise<BuiltFile> {
    const sealed = await this.envelopes.sealFor(bankCode, fileId, Buffer.from(JSON.stringify(lines)));
    const count = lines.instructionId.length;
    const amountFen = String(lines.amountFen.reduce((sum, amount) => sum + BigInt(amount), 0n));
    const digest = sha256Of(sealed);
    const file = signFile(
      {
        format: 'one-card.bank-file.v1',
        fileId,
        bankCode,
        orderId,
        voucherNo,
        orderFunding: fundedFen,
        count,
        amountFen,
        sealed: sealed.toString('base64'),
        digest,
        businessDate: at.toISOString(),
      },
      config.bankSigningKey,
    );
    return { body: Buffer.from(JSON.stringify(file)), digest, count, amountFen };
  }

  async send(bankCode: string, body: Buffer): Promise<Word> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: new Uint8Array(body) };
    const response = await call(bankCode, '/files', init);
    if (response.status === 409) return { state: 'waits', reason: await reasonIn(response), nothingDone: false };
    return this.wordOf(bankCode, response, [200, 422]);
  }

  async ask(bankCode: string, fileId: string): Promise<Word> {
    return this.wordOf(bankCode, await call(bankCode, `/files/${fileId}?bankCode=${bankCode}`), [200]);
  }

  async withdraw({ fileId, bankCode, orderId, count, amountFen, at }: GivenUp): Promise<Word> {
    const format = 'one-card.bank-file-withdrawal.v1' as const;
    const paper = signWithdrawal({ format, fileId, bankCode, orderId, count, amountFen, businessDate: at.toISOString() }, config.bankSigningKey);
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(paper) };
    return this.wordOf(bankCode, await call(bankCode, `/files/${fileId}/withdrawal`, init), [200]);
  }

  async answersOf(bankCode: string, fileId: string): Promise<(Answer | Error)[]> {
    const answers = z.array(bankAnswer).parse(await bodyOf(await call(bankCode, `/files/${fileId}/answers`)));
    return answers.map((answer) => orFault(() => this.openAnswer(answer)));
  }

  async refundsOf(bankCode: string, orderId: string): Promise<(Refund | Error)[]> {
    const refunds = z.array(bankRefund).parse(await bodyOf(await call(bankCode, `/refunds?orderId=${orderId}&bankCode=${bankCode}`)));
    return refunds.map((refund) => orFault(() => this.openRefund(refund)));
  }

  /** Verifies an answer and takes its format off. */
  openAnswer(answer: BankAnswer): Answer {
    const fault = faultOfAnswer(answer, keysOf(answer.bankCode).verify);
    if (fault !== undefined) throw answerRefused(fault);
    const { instructionId, serial, rawCode, state, sequence, creditedAt, notifiedAt, amountFen } = answer.lines;
    // the bank's own words travel in clear, and may quote the card or account that they are about
    const rawText = answer.lines.rawText.map((text) => (text === null ? null : scrub(text)));
    const countyCode = instructionId[0]?.slice(0, 6) ?? '';
    const distinct = new Set(instructionId.map((id, place) => `${id}/${String(sequence[place])}`));
    if (distinct.size !== instructionId.length || !instructionId.every((id) => id.startsWith(countyCode))) throw answerRefused('twice');
    if (!instructionId.every((id) => /^\d{24}$/.test(id))) throw answerRefused('instruction');
    const named = instructionId.map(lineOfInstruction);
    const reason = state.map((one, place) => (one === 'credited' ? null : reasonOf(rawCode[place] ?? null, rawText[place] ?? null)));
    const line = named.map((name) => name.line);
    const attempt = named.map((name) => name.attempt);
    const lines = { line, attempt, sequence, state, reason, rawCode, rawText, bankSerial: serial, creditedAt, notifiedAt, amountFen };
    return { bankCode: answer.bankCode, fileId: answer.fileId, countyCode, lines };
  }

  openRefund(refund: BankRefund): Refund {
    if (!isRefundSigned(refund, keysOf(refund.bankCode).verify)) throw answerRefused('signature');
    const { bankCode, orderId, voucherNo, amountFen, at } = refund;
    return { bankCode, orderId, voucherNo, amountFen, at: new Date(at) };
  }

  /** Somebody on the way could say that a file is refused: that counts only with the bank's name under it. */
  private async wordOf(bankCode: string, response: Response, allowed: readonly number[]): Promise<Word> {
    const status = bankFileStatus.parse(await bodyOf(response, allowed));
    const isSigned = isStatusSigned(status, keysOf(bankCode).verify);
    if (status.state === 'refused' && !isSigned) throw new Error(`the bank's refusal is not signed (${status.reason ?? 'no reason'})`);
    return { state: status.state, reason: status.reason, nothingDone: isSigned && status.state !== 'accepted' && status.answered.count === 0 };
  }
}

function orFault<T>(open: () => T): T | Error {
  try {
    return open();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function keysOf(bankCode: string) {
  const keys = config.bankKeys[bankCode];
  if (keys === undefined) throw bankUnknown(bankCode);
  return keys;
}

/** Throws when the bank cannot be reached or says nothing in time. */
function call(bankCode: string, path: string, init: RequestInit = {}): Promise<Response> {
  const url = config.bankUrls[bankCode];
  if (url === undefined) throw bankUnknown(bankCode);
  return fetch(`${url}${path}`, { ...init, signal: AbortSignal.timeout(config.bankTimeoutMs) });
}

async function bodyOf(response: Response, allowed: readonly number[] = [200]): Promise<unknown> {
  if (allowed.includes(response.status)) return response.json();
  await response.body?.cancel();
  throw new Error(`the bank answered ${String(response.status)}`);
}

async function reasonIn(response: Response): Promise<string> {
  const problem = z.object({ detail: z.string() }).safeParse(await response.json());
  return problem.success ? problem.data.detail : 'the bank asks to wait';
}
