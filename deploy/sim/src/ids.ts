/** Ids that grow in time, as version 7 does, and that are the same in every run of a seed. Put in the place of `uuid`'s own by the starter. */
let next = 0;

export function beginIds(from: number): void {
  next = from;
}

export function v7(): string {
  next += 1;
  const hex = next.toString(16).padStart(12, '0');
  return `01900000-${hex.slice(0, 4)}-7000-8000-0000${hex.slice(4)}`;
}
