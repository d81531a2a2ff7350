export const divisionKinds = ['village', 'township', 'county', 'functional'] as const;
export type DivisionKind = (typeof divisionKinds)[number];

/** A place of the county, or an office or district that manages villages of others (functional, as 土门办事处 and 江河新区). */
export interface Division {
  readonly code: string;
  readonly countyCode: string;
  readonly name: string;
  readonly kind: DivisionKind;
  /** Several for a village that a functional division manages beside its township; none for the county. */
  readonly parents: readonly string[];
  /** 村民小组 */
  readonly group?: string;
}

/** Each division's code with all that stand above it, itself included. */
export type Closure = ReadonlyMap<string, ReadonlySet<string>>;

export type DivisionFault = 'division-duplicate' | 'division-unknown-parent' | 'division-cycle';

/** The divisions cannot be a hierarchy; says which codes are to blame. */
export class DivisionError extends Error {
  constructor(
    readonly code: DivisionFault,
    readonly zh: string,
    readonly en: string,
    readonly divisions: readonly string[],
  ) {
    super(en);
    this.name = 'DivisionError';
  }
}

/** @throws DivisionError when a code stands twice, a parent is unknown, or a division is above itself */
export function closureOf(divisions: Iterable<Division>): Closure {
  const byCode = new Map<string, Division>();
  for (const division of divisions) {
    if (byCode.has(division.code)) throw duplicate(division.code);
    byCode.set(division.code, division);
  }
  const closure = new Map<string, ReadonlySet<string>>();
  for (const division of byCode.values()) climb(division, byCode, closure, []);
  return closure;
}

/** Whether one of the divisions held is the division or stands above it. A division that nobody knows is covered by none. */
export function covers(closure: Closure, held: string | Iterable<string>, code: string): boolean {
  const above = closure.get(code);
  if (!above) return false;
  if (typeof held === 'string') return above.has(held);
  for (const one of held) if (above.has(one)) return true;
  return false;
}

function climb(
  division: Division,
  byCode: ReadonlyMap<string, Division>,
  closure: Map<string, ReadonlySet<string>>,
  path: string[],
): ReadonlySet<string> {
  const done = closure.get(division.code);
  if (done) return done;
  if (path.includes(division.code)) throw cycle([...path.slice(path.indexOf(division.code)), division.code]);
  const above = new Set([division.code]);
  for (const code of division.parents) {
    const parent = byCode.get(code);
    if (!parent) throw unknownParent(division.code, code);
    for (const ancestor of climb(parent, byCode, closure, [...path, division.code])) above.add(ancestor);
  }
  closure.set(division.code, above);
  return above;
}

const duplicate = (code: string) => new DivisionError('division-duplicate', `区划代码 ${code} 重复`, `division ${code} stands twice`, [code]);

const unknownParent = (code: string, parent: string) =>
  new DivisionError('division-unknown-parent', `区划 ${code} 的上级 ${parent} 不存在`, `division ${code} has an unknown parent ${parent}`, [
    code,
    parent,
  ]);

const cycle = (path: readonly string[]) =>
  new DivisionError('division-cycle', `区划上下级成环:${path.join(' → ')}`, `divisions stand above themselves: ${path.join(' → ')}`, path);
