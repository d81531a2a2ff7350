import type { Json } from './asyncapi';
import { incompatibilities } from './compatible';

function contract(payload: Json): Json {
  return { components: { messages: { 'a.b.v1': { payload } } } };
}

function object(properties: { [key: string]: Json }, required = Object.keys(properties)): Json {
  return { type: 'object', properties, required };
}

describe('a changed contract', () => {
  const before = contract(
    object({ no: { type: 'integer' }, state: { enum: ['open', 'closed'] }, lines: { type: 'array', items: { type: 'string' } } }),
  );

  it('may say more', () => {
    const after = contract(
      object({ no: { type: 'integer' }, state: { enum: ['open'] }, lines: { type: 'array', items: { type: 'string' } }, note: { type: 'string' } }),
    );
    expect(incompatibilities(before, after)).toEqual([]);
    expect(incompatibilities(before, before)).toEqual([]);
  });

  it('may not leave out a field, change its type, or make it uncertain', () => {
    const after = contract(object({ no: { type: 'string' }, lines: { type: 'array', items: { type: 'integer' } } }, ['no']));
    expect(incompatibilities(before, after)).toEqual([
      'a.b.v1.lines may be missing',
      'a.b.v1.no has another type',
      'a.b.v1.state is gone',
      'a.b.v1.lines[] has another type',
    ]);
  });

  it('may not bring values that nobody expects, or drop the event', () => {
    const after = contract(
      object({ no: { type: 'integer' }, state: { enum: ['open', 'shut'] }, lines: { type: 'array', items: { type: 'string' } } }),
    );
    expect(incompatibilities(before, after)).toEqual(['a.b.v1.state may now be shut']);
    expect(incompatibilities(before, {})).toEqual(['a.b.v1 is gone']);
  });
});
