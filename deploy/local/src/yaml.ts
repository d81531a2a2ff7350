/** YAML of plain data in block style: maps, lists of scalars, and scalars, of which text is quoted as JSON (YAML reads that too). */
export function yamlOf(value: unknown): string {
  return `# Generated from deploy/local/src/services.ts by npm run generate.\n${block(value, '').trimStart()}\n`;
}

function block(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return ` ${JSON.stringify(value)}`;
  if (Array.isArray(value)) return ` [${value.map((item) => JSON.stringify(item)).join(', ')}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return ' {}';
  return entries.map(([key, item]) => `\n${indent}${key}:${block(item, `${indent}  `)}`).join('');
}
