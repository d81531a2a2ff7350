import { describeConfig } from '@one-card/service';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { composeFile } from './compose';
import { services } from './services';

const configOf = (name: string): string => resolve('services', name, 'src', 'config.ts');

/** By its path, since no program here may depend on a service: only its configuration is read. */
async function keysOf(name: string) {
  const { config } = (await import(configOf(name))) as { config: object };
  return describeConfig(config);
}

describe('docker-compose.yml', () => {
  it('runs every service there is', () => {
    const written = readdirSync('services').filter((name) => existsSync(configOf(name)));
    expect(services.map(({ name }) => name)).toEqual(expect.arrayContaining(written));
  });

  it.each(services.map(({ name }) => name).filter((name) => existsSync(configOf(name))))(
    'gives %s each variable that it requires, and none that it does not know',
    async (name) => {
      const given = Object.keys((await composeFile()).services[name]?.environment ?? {});
      const keys = await keysOf(name);
      expect(keys.filter(({ env, required }) => required && !given.includes(env)).map(({ env }) => env)).toEqual([]);
      expect(given.filter((variable) => !keys.some(({ env }) => env === variable))).toEqual([]);
    },
  );

  it('shows no secret', async () => {
    const { services: all } = await composeFile();
    for (const { name } of services) {
      if (!existsSync(configOf(name))) continue;
      for (const { env, secret } of await keysOf(name)) {
        const value = all[name]?.environment?.[env];
        if (secret && value !== undefined) expect(value).toContain('${');
      }
    }
  });
});
