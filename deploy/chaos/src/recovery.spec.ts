import type { Target } from './plan';
import { CONSUMERS } from './plan';
import type { ProcessStatus } from './processes';
import { Recoveries } from './recovery';

const running = (pid: number): ProcessStatus => ({ state: 'ready', pid, port: 1, restarts: 0 });

function given() {
  const world = { at: 0, lag: 0 as number | undefined, processes: {} as Record<string, ProcessStatus> };
  for (const name of [...CONSUMERS, 'kafka', 'gateway']) world.processes[name] = running(1);
  const sight = { processes: () => Promise.resolve(world.processes), lag: () => Promise.resolve(world.lag), now: () => world.at };
  const recoveries = new Recoveries(sight);
  const look = (at: number, change: Partial<typeof world> = {}) => {
    Object.assign(world, change, { at });
    return recoveries.look();
  };
  return { world, recoveries, look };
}

const secondsOf = (recoveries: Recoveries, target: Target) => recoveries.done.find((one) => one.target === target)?.seconds;

describe('recovery after a kill', () => {
  it('is over when another process is ready and its lag falls', async () => {
    const { world, recoveries, look } = given();
    recoveries.struck('disclosure', 'kill', 1);
    await look(1_000);
    expect(recoveries.isRecovering('disclosure')).toBe(true);
    world.processes.disclosure = running(2);
    await look(8_000, { lag: 5 });
    await look(9_000, { lag: 7 });
    expect(recoveries.left).toEqual(['disclosure']);
    await look(10_000, { lag: 6 });
    expect(secondsOf(recoveries, 'disclosure')).toBe(10);
  });

  it('is not told while nobody knows the lag', async () => {
    const { world, recoveries, look } = given();
    recoveries.struck('disclosure', 'kill', 1);
    world.processes.disclosure = running(2);
    await look(3_000, { lag: undefined });
    expect(recoveries.left).toEqual(['disclosure']);
  });

  it('begins anew when what it stands on is taken away', async () => {
    const { world, recoveries, look } = given();
    recoveries.struck('gateway', 'kill', 1);
    world.at = 20_000;
    recoveries.struck('kafka', 'kill', 1);
    world.processes.gateway = running(2);
    await look(25_000);
    expect(secondsOf(recoveries, 'gateway')).toBe(5);
  });

  it('of Kafka waits for every reader', async () => {
    const { world, recoveries, look } = given();
    recoveries.struck('kafka', 'kill', 1);
    world.processes.kafka = running(2);
    world.processes.supervision = { ...running(1), state: 'starting' };
    await look(4_000);
    expect(recoveries.left).toEqual(['kafka']);
    world.processes.supervision = running(3);
    await look(6_000);
    expect(recoveries.worst('kill')).toEqual({ target: 'kafka', kind: 'kill', seconds: 6 });
  });
});
