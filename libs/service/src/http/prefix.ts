/** Paths that every service answers outside its prefix. */
export const rootPaths = ['health/live', 'health/ready'];

export function prefixOf(service: string): string {
  return `api/${service}`;
}
