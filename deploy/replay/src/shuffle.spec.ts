import { Random } from '@one-card/demo';
import fc from 'fast-check';
import { shuffled } from './shuffle';

const log = fc
  .array(fc.record({ partition: fc.constant(0), key: fc.constantFrom('a', 'b', 'c') }), { maxLength: 60 })
  .map((messages) => messages.map((message, offset) => ({ ...message, offset })));
const offsetsOf = (messages: readonly { key: string; offset: number }[], key?: string) =>
  messages.filter((message) => key === undefined || message.key === key).map(({ offset }) => offset);

describe('the shuffled log', () => {
  it('holds every message once', () => {
    fc.assert(
      fc.property(log, fc.constantFrom('state' as const, 'record' as const, 'chunk' as const), fc.nat(), (messages, kind, seed) => {
        const order = shuffled(messages, kind, new Random(String(seed)));
        expect(offsetsOf(order).sort((a, b) => a - b)).toEqual(offsetsOf(messages));
      }),
    );
  });

  it('keeps the order of each key on topics of states and records', () => {
    fc.assert(
      fc.property(log, fc.constantFrom('state' as const, 'record' as const), fc.nat(), (messages, kind, seed) => {
        const order = shuffled(messages, kind, new Random(String(seed)));
        for (const key of ['a', 'b', 'c']) expect(offsetsOf(order, key)).toEqual(offsetsOf(messages, key));
      }),
    );
  });

  it('is another order, of one key too where the topic carries chunks', () => {
    const chunks = Array.from({ length: 30 }, (_, offset) => ({ partition: 0, key: 'a', offset }));
    expect(offsetsOf(shuffled(chunks, 'chunk', new Random('1')))).not.toEqual(offsetsOf(chunks));
  });
});
