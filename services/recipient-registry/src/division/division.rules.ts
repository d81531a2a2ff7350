import { closureOf, type Division, divisionKinds } from '@one-card/domain';

/** A division with all that stand above it, itself included. */
export interface PlacedDivision extends Division {
  readonly ancestors: readonly string[];
}

/**
 * Reads the county's divisions: `villages` has one village a line with its township, `county` the county itself and the functional
 * divisions with the villages that they manage. A village of a functional division keeps its township: it has two parents.
 */
export function readDivisions(countyCode: string, villages: string, county: string): PlacedDivision[] {
  const divisions = new Map<string, Division>();
  const managers = new Map<string, string[]>();
  for (const [code = '', name = '', kind = '', managed = ''] of rowsOf(county)) {
    const above = code === countyCode ? [] : [countyCode];
    divisions.set(code, { code, countyCode, name, kind: kindOf(kind, code), parents: above });
    for (const village of managed.split(',').filter(Boolean)) managers.set(village, [...(managers.get(village) ?? []), code]);
  }
  for (const [township = '', townshipName = '', code = '', name = ''] of rowsOf(villages)) {
    divisions.set(township, { code: township, countyCode, name: townshipName, kind: 'township', parents: [countyCode] });
    divisions.set(code, { code, countyCode, name, kind: 'village', parents: [township, ...(managers.get(code) ?? [])] });
  }
  const own = [...divisions.values()].filter(({ code }) => code.startsWith(countyCode));
  const closure = closureOf(own);
  return own.map((division) => ({ ...division, ancestors: [...(closure.get(division.code) ?? [])].sort() }));
}

function kindOf(text: string, code: string): Division['kind'] {
  const kind = divisionKinds.find((known) => known === text);
  if (kind === undefined) throw new Error(`division ${code} has the unknown kind "${text}"`);
  return kind;
}

function rowsOf(text: string): string[][] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return lines.map((line) => line.split('\t').map((field) => field.trim()));
}
