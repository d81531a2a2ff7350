import { untilDismissed } from './predecessors';

const failing = (times: number, found: string[]) => {
  let tries = 0;
  const dismiss = () => (++tries > times ? Promise.resolve(found) : Promise.reject(new Error('the coordinator is away')));
  return { dismiss, tries: () => tries };
};

describe('dead members of a group whose coordinator is away', () => {
  it('are taken out when it is back', async () => {
    const { dismiss } = failing(3, ['sample-1']);
    expect(await untilDismissed(dismiss, () => true, 1)).toEqual(['sample-1']);
  });

  it('are left alone when the group has let the new one in meanwhile', async () => {
    const { dismiss, tries } = failing(1_000, []);
    expect(await untilDismissed(dismiss, () => tries() < 2, 1)).toEqual([]);
    expect(tries()).toBe(2);
  });
});
