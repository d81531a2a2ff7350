/** Paths outside the prefix of a service: every service's health and figures, and at the gateway what is no single service's. */
export const rootPaths = ['health/live', 'health/ready', 'session', 'session/extend', 'my/session', 'logout', 'metrics', 'api/lines/:line/history'];

export function prefixOf(service: string): string {
  return `api/${service}`;
}
