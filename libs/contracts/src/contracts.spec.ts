import { z } from 'zod';
import { allEvents, columns, fen, instructionIdOf, lineOfInstruction, senderOf } from './index';

describe('contracts', () => {
  it('name their sender and version, each topic once', () => {
    const types = allEvents().map((event) => event.type);
    expect(new Set(types).size).toBe(types.length);
    for (const type of types) expect(type).toMatch(/^[a-z-]+\.[a-z]+\.v\d+$/);
    expect(senderOf({ type: 'payment-orchestration.order.v1' })).toBe('payment-orchestration');
  });

  it('refuse columns of different lengths', () => {
    const schema = columns({ line: z.int(), amountFen: fen() });
    expect(schema.parse({ line: [1, 2], amountFen: ['5', '6'] })).toEqual({ line: [1, 2], amountFen: ['5', '6'] });
    expect(schema.safeParse({ line: [1, 2], amountFen: ['5'] }).success).toBe(false);
  });

  it.each(['-1', '01', '1.5', '', '1e3'])('refuse %s as fen', (text) => {
    expect(fen().safeParse(text).success).toBe(false);
  });

  it('make one instruction id a line and attempt, of 24 characters', () => {
    const id = instructionIdOf('410423', 1234567, 2);
    expect(id).toHaveLength(24);
    expect(lineOfInstruction(id)).toEqual({ line: 1234567, attempt: 2 });
  });

  it('can be written as JSON Schema', () => {
    for (const event of allEvents()) expect(z.toJSONSchema(event.schema, { io: 'input' })).toHaveProperty('type', 'object');
  });
});
