import fc from 'fast-check';
import { z } from 'zod';
import { column, testOf } from './column';
import { allEvents, columns, divisionCode, fen, instant, line, milli } from './index';

const items = {
  fen: fen(),
  milli: milli(),
  line: line(),
  divisionCode: divisionCode(),
  instant: instant(),
  text: z.string(),
  id: z.string().length(4),
  memo: z.string().max(7),
  flag: z.boolean().nullable(),
  year: z.int().nullable().describe('of birth'),
  state: z.enum(['credited', 'bounced']),
};

const values = fc.oneof(
  fc.anything(),
  fc.integer().map(String),
  fc.string({ maxLength: 9 }),
  fc.double(),
  fc.integer({ min: -2, max: 2 }),
  fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
  fc.constantFrom(
    null,
    undefined,
    NaN,
    Infinity,
    2 ** 53,
    -0,
    '410423',
    '410423101',
    '0',
    '12345',
    '2026-03-05',
    'credited',
    'paid',
    '2026-03-05T01:02:03Z',
    '2026-03-05T01:02:03+08:00',
    '2026-02-30T01:02:03Z',
  ),
);

describe('a column', () => {
  it.each(Object.entries(items))('of %s takes what zod takes, refuses what zod refuses, and says why in its words', (_, item) => {
    expect(testOf(item)).toBeDefined();
    const [fast, plain] = [column(item), z.array(item as z.ZodType)];
    fc.assert(
      fc.property(fc.oneof(fc.array(values, { maxLength: 3 }), values), (value) => {
        const [ours, zods] = [fast.safeParse(value), plain.safeParse(value)];
        expect(ours.success).toBe(zods.success);
        if (ours.success) expect(ours.data).toEqual(zods.data);
        else expect(ours.error.issues).toEqual(zods.error?.issues);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['a transformed value', z.string().transform(Number)],
    ['a refined value', z.string().refine((text) => text !== 'no')],
    ['a trimmed value', z.string().trim()],
    ['base64', z.base64()],
    ['a coerced value', z.coerce.string()],
    ['an object', z.object({ code: z.string() })],
    ['a default', z.string().default('x')],
  ])('leaves %s to zod', (_, item) => {
    expect(testOf(item)).toBeUndefined();
  });

  it('looks like any array in JSON Schema', () => {
    expect(z.toJSONSchema(column(fen()))).toEqual(z.toJSONSchema(z.array(fen())));
  });

  it('is fast in every event that carries lines', () => {
    const slow: string[] = [];
    for (const { type, schema } of allEvents()) {
      for (const [name, part] of Object.entries((schema as unknown as z.ZodObject).shape)) {
        const shape = part instanceof z.ZodObject ? (part.shape as Record<string, z.ZodType>) : {};
        if (name !== 'lines' && name !== 'rows') continue;
        for (const [field, array] of Object.entries(shape)) {
          if (array instanceof z.ZodArray && testOf(array.element as z.ZodType) === undefined) slow.push(`${type} ${name}.${field}`);
        }
      }
    }
    expect(slow).toEqual([]);
  });

  it('still has to be as long as the others', () => {
    expect(columns({ line: line(), amountFen: fen() }).safeParse({ line: [1, 2], amountFen: ['1'] }).success).toBe(false);
  });
});
