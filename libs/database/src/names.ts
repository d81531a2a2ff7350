import { escapeIdentifier, escapeLiteral } from 'pg';

export const quoted = (name: string): string => escapeIdentifier(name);
export const literal = (text: string): string => escapeLiteral(text);

/** Names in PostgreSQL that belong to one service. */
export function namesOf(service: string): { schema: string; app: string; migrator: string } {
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(service)) throw new Error(`"${service}" cannot be the name of a service`);
  const schema = service.replaceAll('-', '_');
  return { schema, app: `${schema}_app`, migrator: `${schema}_migrator` };
}
