import { defineConfig, pem, secret } from '@one-card/service';
import { z } from 'zod';

const keys = z.object({
  /** by bank: its private keys, the one opens files and the other signs answers */
  banks: z.record(z.string().regex(/^[a-z]+$/), z.object({ sealing: z.string(), signing: pem('PRIVATE KEY') })),
  /** by which files are verified as the gateway's */
  gateway: pem('PUBLIC KEY'),
});
export type BankKeys = z.output<typeof keys>;

const keysInJson = z.string().transform((text, context): BankKeys => {
  try {
    return keys.parse(JSON.parse(text));
  } catch {
    context.addIssue({
      code: 'custom',
      message: 'a JSON object is needed: {"banks":{"rcb":{"sealing":"base64","signing":"Ed25519 private key"}},"gateway":"Ed25519 public key"}',
    });
    return z.NEVER;
  }
});

const ms = () => z.coerce.number().int().positive();

export const config = defineConfig(
  {
    bankSimKeys: secret(keysInJson).describe("private keys of the banks that are played, and the public key that verifies the gateway's files"),
    bankGatewayUrl: z.url({ protocol: /^https?$/ }).describe('where answers and refunds are posted: the address before /answers and /refunds'),
    postTimeoutMs: ms().default(10_000).describe('how long the gateway may take over an answer'),
    retryMs: ms().default(500).describe('wait before an answer that did not get through is posted again; doubled each time, up to ten seconds'),
    sweepMs: ms().default(500).describe('how often the poster looks for answers that are due'),
    postsAtOnce: ms().default(4).describe('answers posted side by side'),
  },
  { without: ['sealingPrivateKey', 'sealingPublicKeys'] },
);
