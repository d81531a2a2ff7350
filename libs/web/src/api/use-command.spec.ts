import { DomainProblem } from './problem';
import { CommandKey } from './use-command';

const unknown = new DomainProblem('unreachable', 0, '连接不上');
const refused = new DomainProblem('indicator-exceeded', 409, '指标不足');

/** Presses the button once for each outcome, and tells the keys that left. */
async function keysOf(outcomes: readonly (DomainProblem | 'done')[], contents: readonly unknown[] = []): Promise<string[]> {
  const key = new CommandKey();
  const sent: string[] = [];
  for (const [i, outcome] of outcomes.entries()) {
    const send = (_: unknown, headers: { 'idempotency-key': string }) => {
      sent.push(headers['idempotency-key']);
      return outcome === 'done' ? Promise.resolve('done') : Promise.reject(outcome);
    };
    await key.send(send, contents[i] ?? { batchId: 'b1' }).catch((error: unknown) => expect(error).toBe(outcome));
  }
  return sent;
}

describe('a command that is given again', () => {
  it('keeps its key while nobody knows what became of it', async () => {
    const [first, ...again] = await keysOf([unknown, new DomainProblem('unknown', 502, '失败'), new DomainProblem('x', 429, '稍后'), 'done']);
    expect(again).toEqual([first, first, first]);
  });

  it('is another one once it was done', async () => {
    const [first, second] = await keysOf(['done', 'done']);
    expect(second).not.toBe(first);
  });

  it('is another one once it was refused: what was in its way may be gone', async () => {
    const [first, second] = await keysOf([refused, 'done']);
    expect(second).not.toBe(first);
  });

  it('is another one with other contents', async () => {
    const [first, second] = await keysOf([unknown, 'done'], [{ reason: '面积不符' }, { reason: '面积不符,已核实' }]);
    expect(second).not.toBe(first);
  });
});
