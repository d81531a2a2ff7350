import { defineConfig, pem, secret } from '@one-card/service';
import { z } from 'zod';

/** A JSON object of one value for each bank. */
const perBank = <T extends z.ZodType>(value: T, needed: string) =>
  z.string().transform((text, context): Record<string, z.output<T>> => {
    try {
      return z.record(z.string().regex(/^[a-z]+$/), value).parse(JSON.parse(text));
    } catch {
      context.addIssue({ code: 'custom', message: `a JSON object is needed: ${needed}` });
      return z.NEVER;
    }
  });

const ms = () => z.coerce.number().int().positive();

export const config = defineConfig({
  bankUrls: perBank(z.url({ protocol: /^https?$/ }), '{"rcb":"https://bank/api", …}').describe(
    'where each bank takes files: the address before /files',
  ),
  bankKeys: perBank(
    z.object({ sealing: z.string(), verify: pem('PUBLIC KEY') }),
    '{"rcb":{"sealing":"base64","verify":"Ed25519 public key"}, …}',
  ).describe('public keys of each bank: files are sealed for the one, answers are verified with the other'),
  bankSigningKey: secret(pem('PRIVATE KEY')).describe('Ed25519 private key that signs files for the banks'),
  bankTimeoutMs: ms().default(10_000).describe('a bank that says nothing for so long may or may not have done the work: it is asked'),
  answerTimeoutMs: ms().default(30_000).describe('results that have not come so long after a file was accepted are asked for'),
  retryMs: ms().default(500).describe('wait before a bank that failed is tried again; doubled each time, up to a minute'),
  sweepMs: ms().default(1_000).describe('how often the sender looks for work that nobody told it of'),
  fileLines: z.coerce.number().int().positive().default(10_000).describe('a bank file carries so many instructions, of as many chunks as fit'),
  fileWaitMs: ms().default(1_000).describe('a file that is not full goes when no more of its order has come for so long, or when all of it has'),
  filesAtOnce: ms().default(4).describe('files sent side by side'),
  filesAtOnceOfOneBank: ms().default(2).describe('so that a bank that is slow leaves room for the others'),
});
