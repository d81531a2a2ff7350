import { z } from 'zod';

type Fits = (value: unknown) => boolean;
type Def = { type: string; checks?: { _zod: { def: Check } }[]; coerce?: boolean } & Record<string, unknown>;
type Check = {
  check: string;
  format?: string;
  pattern?: RegExp;
  value?: unknown;
  inclusive?: boolean;
  length?: number;
  maximum?: number;
  when?: unknown;
};

/**
 * An array of many values. zod takes a dozen calls and objects for each value, the largest cost of our own on the way of a chunk: what is said of
 * the item is turned into one test here, and only where that test fails does zod go through the array and say what is wrong. Type and JSON
 * Schema are those of `z.array`. An item that is not understood here is zod's alone.
 */
export function column<T extends z.ZodType>(item: T): z.ZodArray<T> {
  const array = z.array(item);
  const fits = testOf(item);
  if (fits === undefined) return array;
  const { run } = array._zod;
  array._zod.run = (payload, context) => (Array.isArray(payload.value) && payload.value.every(fits) ? payload : run(payload, context));
  return array;
}

/** A test that is as strict as the schema, or nothing where this cannot be told. */
export function testOf(item: z.ZodType): Fits | undefined {
  const def = item._zod.def as unknown as Def;
  if (def.coerce === true) return undefined;
  if (def.type === 'nullable') {
    const inner = testOf(def['innerType'] as z.ZodType);
    return inner && ((value) => value === null || inner(value));
  }
  const base = baseOf(def);
  const checks = [...('check' in def ? [def as unknown as Check] : []), ...(def.checks ?? []).map(({ _zod }) => _zod.def)].map(checkOf);
  const known = checks.filter((check) => check !== undefined);
  if (base === undefined || known.length < checks.length) return undefined;
  return known.reduce<Fits>((all, check) => (value) => all(value) && check(value), base);
}

function baseOf(def: Def): Fits | undefined {
  if (def.type === 'string') return (value) => typeof value === 'string';
  if (def.type === 'number') return (value) => typeof value === 'number' && Number.isFinite(value);
  if (def.type === 'boolean') return (value) => typeof value === 'boolean';
  if (def.type !== 'enum') return undefined;
  const entries = new Set<unknown>(Object.values(def['entries'] as Record<string, unknown>));
  return (value) => entries.has(value);
}

/** Formats whose pattern says all; others, as base64 or url, look further. */
const PATTERNS = new Set(['regex', 'date', 'datetime']);

function checkOf(check: Check): Fits | undefined {
  const { pattern, value: limit, inclusive, length, maximum } = check;
  // Checks of length bear zod's own `when`, which holds for every string.
  if (check.when !== undefined && length === undefined && maximum === undefined) return undefined;
  if (check.check === 'number_format') return check.format === 'safeint' ? Number.isSafeInteger : undefined;
  if (check.check === 'greater_than' && typeof limit === 'number') {
    return inclusive === true ? (value) => (value as number) >= limit : (value) => (value as number) > limit;
  }
  if (check.check === 'less_than' && typeof limit === 'number') {
    return inclusive === true ? (value) => (value as number) <= limit : (value) => (value as number) < limit;
  }
  if (check.check === 'length_equals') return (value) => (value as string).length === length;
  if (check.check === 'max_length' && maximum !== undefined) return (value) => (value as string).length <= maximum;
  if (check.check !== 'string_format' || pattern === undefined || pattern.global || !PATTERNS.has(check.format ?? '')) return undefined;
  return (value) => pattern.test(value as string);
}
