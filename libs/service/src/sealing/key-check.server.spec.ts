import { Module } from '@nestjs/common';
import { generateDataKey, generateSealingPair } from '@one-card/sealing';
import { type ServiceUnderTest, serviceUnderTest } from '@one-card/testing';
import { defineConfig, ServiceModule } from '..';

const config = defineConfig({});

/** A reader of sealed blocks, so that it has a pair of keys. */
@Module({ imports: [ServiceModule.forService({ name: 'disclosure', config })] })
class ReaderModule {}

let given: ServiceUnderTest;
beforeAll(async () => {
  given = await serviceUnderTest({ name: 'disclosure', module: ReaderModule, config });
});
afterAll(() => given.stop());

/** The first sentence that a start with these variables ends with. */
async function refusalWith(env: Record<string, string>): Promise<string> {
  const refusal = await given.restart(env).then(
    () => 'it started',
    (error: unknown) => String(error),
  );
  await given.restart();
  return refusal;
}

describe('a service that is started with other keys than before', () => {
  it('refuses when its data key is another one', async () => {
    expect(await refusalWith({ DATA_KEYS: `k1:${generateDataKey()}` })).toMatch(/DATA_KEYS is wrong/);
  });

  it('takes a new data key beside the old one, and refuses the new one alone only if the old is still needed', async () => {
    expect(await refusalWith({ DATA_KEYS: `k9:${generateDataKey()}` })).toMatch(/DATA_KEYS is wrong/);
  });

  it('refuses when its look-up key is another one', async () => {
    expect(await refusalWith({ LOOKUP_KEY: generateDataKey() })).toMatch(/LOOKUP_KEY is wrong/);
  });

  it('refuses when its private key does not belong to the public one that others seal by', async () => {
    const { privateKey } = await generateSealingPair();
    expect(await refusalWith({ SEALING_PRIVATE_KEY: privateKey })).toMatch(/SEALING_PRIVATE_KEY is wrong/);
  });

  it('starts with the keys that it had', async () => {
    await given.restart();
    expect((await given.anonymous.get('/health/ready')).status).toBe(200);
  });
});
