import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';

const BANKS = ['rcb', 'psbc', 'abc', 'icbc', 'zyb'] as const;
const READERS = [
  'policy-catalog',
  'recipient-registry',
  'eligibility-check',
  'payment-orchestration',
  'bank-gateway',
  'disclosure',
  'supervision',
  ...BANKS,
];
/** PKCS #8 around 32 bytes, as RFC 8410 writes a private key of Ed25519 or X25519. */
const HEAD = { ed25519: '302e020100300506032b657004220420', x25519: '302e020100300506032b656e04220420' };

/** Keys that are the same in every run: what is looked up or sorted by a keyed hash then is, too. Nothing real is ever sealed with them. */
const bytesOf = (name: string): Buffer => createHash('sha256').update(`one-card simulation ${name}`).digest();

const privateOf = (kind: keyof typeof HEAD, name: string) =>
  createPrivateKey({ key: Buffer.concat([Buffer.from(HEAD[kind], 'hex'), bytesOf(name)]), format: 'der', type: 'pkcs8' });

function signing(name: string): { privateKey: string; publicKey: string } {
  const key = privateOf('ed25519', name);
  return {
    privateKey: key.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicKey: createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString(),
  };
}

function sealing(name: string): { privateKey: string; publicKey: string } {
  const spki = createPublicKey(privateOf('x25519', name)).export({ format: 'der', type: 'spki' });
  return { privateKey: bytesOf(name).toString('base64'), publicKey: spki.subarray(-32).toString('base64') };
}

const publicKeys = READERS.map((reader) => `${reader}:${sealing(reader).publicKey}`).join(',');

export const statementKey = signing('statement');

/** What a deployment's environment holds of keys, for one service. */
export function keysFor(service: string, url: (service: string) => string): NodeJS.ProcessEnv {
  const gateway = signing('bank-gateway');
  const perBank = <T>(value: (bank: string) => T): Record<string, T> => Object.fromEntries(BANKS.map((bank) => [bank, value(bank)]));
  return {
    STATEMENT_PUBLIC_KEY: statementKey.publicKey,
    DATA_KEYS: `k1:${bytesOf(`data ${service}`).toString('base64')}`,
    LOOKUP_KEY: bytesOf(`lookup ${service}`).toString('base64'),
    SEALING_PRIVATE_KEY: sealing(service).privateKey,
    SEALING_PUBLIC_KEYS: publicKeys,
    BANK_URLS: JSON.stringify(perBank(() => `${url('bank-simulator')}/api/bank-simulator`)),
    BANK_KEYS: JSON.stringify(perBank((bank) => ({ sealing: sealing(bank).publicKey, verify: signing(bank).publicKey }))),
    BANK_SIGNING_KEY: gateway.privateKey,
    BANK_SIM_KEYS: JSON.stringify({
      banks: perBank((bank) => ({ sealing: sealing(bank).privateKey, signing: signing(bank).privateKey })),
      gateway: gateway.publicKey,
    }),
    BANK_GATEWAY_URL: `${url('bank-gateway')}/api/bank-gateway`,
  };
}
