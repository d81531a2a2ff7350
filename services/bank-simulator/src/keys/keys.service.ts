import { Injectable } from '@nestjs/common';
import {
  type BankAnswer,
  bankAnswer,
  type BankFile,
  type BankFileBlock,
  bankFileBlock,
  type BankRefund,
  signedTextOf,
  signedTextOfRefund,
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
    return verify(null, Buffer.from(signedTextOf(file)), config.bankSimKeys.gateway, Buffer.from(file.signature, 'base64'));
  }

  async open({ bankCode, fileId, sealed }: BankFile): Promise<BankFileBlock> {
    const plain = await this.of(bankCode).envelopes.open(fileId, Buffer.from(sealed, 'base64'));
    return bankFileBlock.parse(JSON.parse(plain.toString()));
  }

  signAnswer(answer: Omit<BankAnswer, 'digest' | 'signature'>): BankAnswer {
    // parsed first: the digest is over the columns in the contract's order
    const lines = bankAnswer.shape.lines.parse(answer.lines);
    const paper = { ...answer, lines, digest: sha256Of(JSON.stringify(lines)) };
    return { ...paper, signature: this.sign(answer.bankCode, signedTextOf(paper)) };
  }

  signRefund(refund: Omit<BankRefund, 'signature'>): BankRefund {
    return { ...refund, signature: this.sign(refund.bankCode, signedTextOfRefund(refund)) };
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
