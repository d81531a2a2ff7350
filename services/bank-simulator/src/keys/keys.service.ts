import { Injectable } from '@nestjs/common';
import {
  type BankAnswer,
  type BankFile,
  type BankFileBlock,
  bankFileBlock,
  type BankFileStatus,
  type BankFileWithdrawal,
  type BankRefund,
  signedTextOf,
  signedTextOfRefund,
  signedTextOfStatus,
  signedTextOfWithdrawal,
} from '@one-card/contracts';
import { Envelopes, parseKey } from '@one-card/sealing';
import { createHash, sign, verify } from 'node:crypto';
import { config } from '../config';

export const sha256Of = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

/** Opens what is sealed for a bank and signs in its name. */
@Injectable()
export class KeysService {
  private readonly banks = new Map(
    Object.entries(config.bankSimKeys.banks).map(([code, { sealing, signing }]) => {
      const envelopes = new Envelopes({ own: [parseKey(sealing, 'BANK_SIM_KEYS')], readers: new Map() });
      return [code, { envelopes, signing }];
    }),
  );

  plays(bankCode: string): boolean {
    return this.banks.has(bankCode);
  }

  isSigned(file: BankFile): boolean {
    return this.isGateways(signedTextOf(file), file.signature);
  }

  isWithdrawalSigned(withdrawal: BankFileWithdrawal): boolean {
    return this.isGateways(signedTextOfWithdrawal(withdrawal), withdrawal.signature);
  }

  async open({ bankCode, fileId, sealed }: BankFile): Promise<BankFileBlock> {
    const plain = await this.of(bankCode).envelopes.open(fileId, Buffer.from(sealed, 'base64'));
    return bankFileBlock.parse(JSON.parse(plain.toString()));
  }

  /** The JSON of an answer, signed: its columns are written once, since they are nearly all of it. */
  signAnswer({ lines, count, amountFen, ...head }: Omit<BankAnswer, 'digest' | 'signature'>): string {
    const columns = JSON.stringify(lines);
    const digest = sha256Of(columns);
    const signature = this.sign(head.bankCode, signedTextOf({ ...head, count, amountFen, digest }));
    return `${JSON.stringify(head).slice(0, -1)},"lines":${columns},${JSON.stringify({ count, amountFen, digest, signature }).slice(1)}`;
  }

  signStatus(bankCode: string, status: BankFileStatus): BankFileStatus {
    return { ...status, signature: this.sign(bankCode, signedTextOfStatus(status)) };
  }

  signRefund(refund: Omit<BankRefund, 'signature'>): string {
    return JSON.stringify({ ...refund, signature: this.sign(refund.bankCode, signedTextOfRefund(refund)) });
  }

  private isGateways(text: string, signature: string): boolean {
    return verify(null, Buffer.from(text), config.bankSimKeys.gateway, Buffer.from(signature, 'base64'));
  }

  private sign(bankCode: string, text: string): string {
    return sign(null, Buffer.from(text), this.of(bankCode).signing).toString('base64');
  }

  private of(bankCode: string) {
    const bank = this.banks.get(bankCode);
    if (bank === undefined) throw new Error(`bank ${bankCode} is not played here`);
    return bank;
  }
}
