import { parseOptions } from './options';

describe('options of the launcher', () => {
  it('begin with the usual ports', () => {
    const options = parseOptions([]);
    expect(options.ports.gateway).toBe(8080);
    expect(options.state).toMatch(/\.local$/);
  });

  it('take ports and replicas by name', () => {
    const options = parseOptions(['--port', 'gateway=9080', '--port=issuer=9120', '--replicas', 'bank-gateway=2', '--free-ports']);
    expect(options.ports).toMatchObject({ gateway: 9080, issuer: 9120, kafka: 8192 });
    expect(options.replicas.get('bank-gateway')).toBe(2);
    expect(options.freePorts).toBe(true);
  });

  it('take several services at once', () => {
    expect([...parseOptions(['--replicas', 'bank-gateway=2,disclosure=3']).replicas]).toEqual([
      ['bank-gateway', 2],
      ['disclosure', 3],
    ]);
    expect(parseOptions(['--cpu-prof=disclosure,supervision']).cpuProfile).toEqual(['disclosure', 'supervision']);
  });

  it.each([
    [['--port', 'gatway=1'], 'There is no port called gatway'],
    [['--port', 'gateway'], '"gateway" should read name=number.'],
    [['--port', 'gateway=70000'], 'a whole number from 1 to 65535 is needed'],
    [['--replicas', 'disclosure=0'], 'a whole number from 1 to 16 is needed'],
    [['--replicas', 'bank=2'], 'There is no service called bank'],
    [['--nonsense'], '--nonsense'],
  ])('refuse %j in words', (args, words) => {
    expect(() => parseOptions(args)).toThrow(words);
  });
});
