import { isTransient } from './errors';
import { Turns } from './turns';

describe('turns', () => {
  it('are given up by whoever waits too long, who may come again', async () => {
    const turns = new Turns(1, 20);
    let end = () => {};
    const first = turns.take(() => new Promise<void>((resolve) => (end = resolve)));
    const refused = await turns.take(() => Promise.resolve('done')).catch((error: unknown) => error);
    expect(isTransient(refused)).toBe(true);
    expect(turns.queue).toBe(0);
    end();
    await first;
    await expect(turns.take(() => Promise.resolve('done'))).resolves.toBe('done');
  });
});
