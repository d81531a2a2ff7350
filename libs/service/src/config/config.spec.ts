import { z } from 'zod';
import { ConfigError, defineConfig, describeConfig, loadConfig, secret, useEnvironment } from './config';

const platform = [
  'host', 'port', 'databaseUrl', 'migratorDatabaseUrl', 'kafkaBrokers', 'topicPrefix', 'statementPublicKey', 'dataKeys', 'lookupKey',
  'sealingPrivateKey', 'sealingPublicKeys', 'countyCode', 'logLevel',
] as const; // prettier-ignore

const bankConfig = (env: NodeJS.ProcessEnv) => {
  const config = defineConfig(
    {
      answerTimeoutMs: z.coerce.number().int().positive().default(30_000).describe('after this the outcome is unknown'),
      bankPassword: secret(z.string().min(1)).describe('password at the bank'),
    },
    { without: platform },
  );
  useEnvironment(config, env);
  return config;
};

describe('the configuration of a service', () => {
  it('is read from variables named after its keys, and typed', () => {
    const config = bankConfig({ ANSWER_TIMEOUT_MS: '500', BANK_PASSWORD: 'x' });
    expect(config.answerTimeoutMs).toBe(500);
  });

  it('is not read before somebody asks', () => {
    expect(() => bankConfig({})).not.toThrow();
  });

  it('names a missing key in one sentence', () => {
    expect(() => loadConfig(bankConfig({}))).toThrow(new ConfigError('BANK_PASSWORD (password at the bank) is missing'));
  });

  it('takes an empty variable for a missing one', () => {
    expect(() => bankConfig({ BANK_PASSWORD: '' }).bankPassword).toThrow('BANK_PASSWORD (password at the bank) is missing');
    expect(bankConfig({ BANK_PASSWORD: 'x', ANSWER_TIMEOUT_MS: '' }).answerTimeoutMs).toBe(30_000);
  });

  it('never quotes a value', () => {
    expect.assertions(1);
    try {
      loadConfig(bankConfig({ ANSWER_TIMEOUT_MS: 'sesame', BANK_PASSWORD: 'sesame' }));
    } catch (error) {
      expect(String(error)).not.toContain('sesame');
    }
  });

  it('describes its keys for documents', () => {
    expect(describeConfig(bankConfig({}))).toEqual([
      { env: 'ANSWER_TIMEOUT_MS', description: 'after this the outcome is unknown', required: false, default: '30000', secret: false },
      { env: 'BANK_PASSWORD', description: 'password at the bank', required: true, secret: true },
    ]);
  });

  it('has the keys of the platform', () => {
    const described = describeConfig(defineConfig({}));
    expect(described.map(({ env }) => env)).toEqual(expect.arrayContaining(['PORT', 'DATABASE_URL', 'KAFKA_BROKERS', 'COUNTY_CODE']));
    expect(described.filter((key) => key.secret).map(({ env }) => env)).toEqual(expect.arrayContaining(['DATABASE_URL', 'DATA_KEYS']));
    expect(described.every(({ description }) => description !== '')).toBe(true);
  });
});
