import { wanted } from './restarts';
import type { Program } from './program';

describe('a rolling restart', () => {
  const programs = ['gateway', 'disclosure', 'disclosure-2', 'bank-gateway'].map((name) => ({ name }) as Program);
  const names = (asked: string) => wanted(programs, asked).map(({ name }) => name);

  it('takes a service with its replicas and no other, or all', () => {
    expect(names('disclosure')).toEqual(['disclosure', 'disclosure-2']);
    expect(names('gateway')).toEqual(['gateway']);
    expect(names('--all')).toHaveLength(4);
    expect(names('nothing')).toEqual([]);
  });
});
