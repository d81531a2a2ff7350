import { createHash } from 'node:crypto';

/** A number in 0 … 1 that the same seed, question and subject always give: a bank that misbehaves the same way in every run. */
export function draw(seed: number, question: string, subject: string): number {
  const hash = createHash('sha256')
    .update(`${String(seed)}/${question}/${subject}`)
    .digest();
  return hash.readUInt32BE() / 2 ** 32;
}

/** Whether this subject is among the share that misbehaves. */
export function happens(share: number, seed: number, question: string, subject: string): boolean {
  return draw(seed, question, subject) < share;
}
