import { createPrivateKey, createPublicKey } from 'node:crypto';
import { z } from 'zod';

const marked = { secret: true };

/** A key in PEM. Where a variable can hold one line only: with `\n` written out, or the base64 between the PEM lines. */
export function pem(kind: 'PUBLIC KEY' | 'PRIVATE KEY') {
  return z.string().transform((text, context) => {
    const lines = text.trim().replaceAll('\\n', '\n');
    const whole = lines.startsWith('-----') ? `${lines}\n` : `-----BEGIN ${kind}-----\n${lines}\n-----END ${kind}-----\n`;
    try {
      const key = kind === 'PUBLIC KEY' ? createPublicKey(whole) : createPrivateKey(whole);
      if (key.asymmetricKeyType === 'ed25519') return whole;
    } catch {
      // the sentence below says what is needed
    }
    context.addIssue({ code: 'custom', message: `an Ed25519 ${kind.toLowerCase()} in PEM is needed` });
    return z.NEVER;
  });
}

const databaseUrl = z.string().regex(/^postgres(ql)?:\/\//, 'a postgresql:// address is needed');

/** Keys that services have in common. */
export const platformShape = {
  host: z.string().default('127.0.0.1').describe('address to listen on; 0.0.0.0 in a container'),
  port: z.coerce.number().int().min(0).max(65_535).default(8080).describe('port to listen on; 0 takes a free one'),
  databaseUrl: databaseUrl.meta(marked).describe('PostgreSQL of this service, as the role that may only use its tables'),
  migratorDatabaseUrl: databaseUrl
    .meta(marked)
    .optional()
    .describe('PostgreSQL of this service, as the role that makes its tables; only `migrate` needs it'),
  kafkaBrokers: z.string().min(1).describe('Kafka brokers, host:port separated by commas'),
  topicPrefix: z.string().default('').describe('put before the name of every topic and consumer group'),
  statementPublicKey: pem('PUBLIC KEY').describe("Ed25519 public key by which the gateway's statements of who acts are verified"),
  dataKeys: z.string().meta(marked).describe('keys that seal personal data at rest, "k2:base64,k1:base64": the first seals, all open'),
  lookupKey: z.string().meta(marked).describe('key of the hashes by which personal data are found again, 32 bytes in base64'),
  sealingPrivateKey: z.string().meta(marked).optional().describe('private key that opens the blocks sealed for this service'),
  sealingPublicKeys: z.string().default('').describe('public keys of the readers that this service seals for, "reader:base64,reader:base64"'),
  countyCode: z
    .string()
    .regex(/^\d{6}$/, 'six digits are needed')
    .describe('administrative code of the county that this deployment serves'),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info').describe('least severe log entries that are written'),
} as const;

export type PlatformShape = typeof platformShape;
