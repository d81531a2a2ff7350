import {
  type BankAnswer,
  type BankFile,
  type BankFileStatus,
  type BankFileWithdrawal,
  type BankRefund,
  signedTextOf,
  signedTextOfRefund,
  signedTextOfStatus,
  signedTextOfWithdrawal,
} from '@one-card/contracts';
import { createHash, sign, verify } from 'node:crypto';

/** Ed25519 hashes by itself, so node takes no digest name. */
const signText = (text: string, privateKey: string): string => sign(null, Buffer.from(text), privateKey).toString('base64');
const isSigned = (text: string, signature: string, publicKey: string): boolean =>
  verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64'));

export const sha256Of = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

export function signFile(file: Omit<BankFile, 'signature'>, privateKey: string): BankFile {
  return { ...file, signature: signText(signedTextOf(file), privateKey) };
}

export function signWithdrawal(paper: Omit<BankFileWithdrawal, 'signature'>, privateKey: string): BankFileWithdrawal {
  return { ...paper, signature: signText(signedTextOfWithdrawal(paper), privateKey) };
}

/** Why this is not the bank's own word, or nothing. */
export function faultOfAnswer(answer: BankAnswer, publicKey: string): 'signature' | 'digest' | 'totals' | undefined {
  if (!isSigned(signedTextOf(answer), answer.signature, publicKey)) return 'signature';
  if (sha256Of(JSON.stringify(answer.lines)) !== answer.digest) return 'digest';
  const sum = answer.lines.amountFen.reduce((total, amount) => total + BigInt(amount), 0n);
  return answer.count === answer.lines.instructionId.length && BigInt(answer.amountFen) === sum ? undefined : 'totals';
}

export function isRefundSigned(refund: BankRefund, publicKey: string): boolean {
  return isSigned(signedTextOfRefund(refund), refund.signature, publicKey);
}

export function isStatusSigned(status: BankFileStatus, publicKey: string): boolean {
  return status.signature !== null && isSigned(signedTextOfStatus(status), status.signature, publicKey);
}
