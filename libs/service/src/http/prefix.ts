/** Paths outside the prefix of a service: every service's health, and at the gateway the session of a browser, which is no service's. */
export const rootPaths = ['health/live', 'health/ready', 'session', 'session/extend', 'my/session', 'logout'];

export function prefixOf(service: string): string {
  return `api/${service}`;
}
