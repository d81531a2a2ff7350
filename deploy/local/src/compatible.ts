import type { Json } from './asyncapi';

type Schema = { [key: string]: Json };

const isSchema = (json: Json | undefined): json is Schema => typeof json === 'object' && json !== null && !Array.isArray(json);

/**
 * What a new form of the contracts breaks for those who read the old one: a field that is gone or no longer sure to be there, another type,
 * a value that was not possible before. A field more breaks nothing: readers leave out what they do not know.
 */
export function incompatibilities(before: Json, after: Json): string[] {
  const [old, now] = [messagesOf(before), messagesOf(after)];
  return Object.entries(old).flatMap(([type, message]) => {
    const other = now[type];
    if (!isSchema(other)) return [`${type} is gone`];
    return isSchema(message) ? differences(type, message.payload, other.payload) : [];
  });
}

function messagesOf(document: Json): Schema {
  const components = isSchema(document) ? document.components : undefined;
  const messages = isSchema(components) ? components.messages : undefined;
  return isSchema(messages) ? messages : {};
}

function differences(at: string, before: Json | undefined, after: Json | undefined): string[] {
  if (!isSchema(before)) return [];
  if (!isSchema(after)) return [`${at} is gone`];
  const found: string[] = [];
  if (JSON.stringify(before.type) !== JSON.stringify(after.type)) found.push(`${at} has another type`);
  if ((after.pattern ?? after.format) !== (before.pattern ?? before.format)) found.push(`${at} has another form`);
  found.push(...newValues(before, after).map((value) => `${at} may now be ${value}`));
  for (const branch of ['anyOf', 'oneOf'] as const) {
    if (JSON.stringify(before[branch]) !== JSON.stringify(after[branch])) found.push(`${at} has other alternatives`);
  }
  found.push(...fieldDifferences(at, before, after), ...differences(`${at}[]`, before.items, after.items));
  return found;
}

function newValues(before: Schema, after: Schema): string[] {
  if (!Array.isArray(before.enum)) return [];
  const known = new Set(before.enum.map(String));
  return Array.isArray(after.enum) ? after.enum.map(String).filter((value) => !known.has(value)) : ['anything'];
}

function fieldDifferences(at: string, before: Schema, after: Schema): string[] {
  const required = new Set(Array.isArray(after.required) ? after.required : []);
  const lost = (Array.isArray(before.required) ? before.required : []).filter((name) => !required.has(name));
  const properties = isSchema(before.properties) ? before.properties : {};
  const others = isSchema(after.properties) ? after.properties : {};
  return [
    ...lost.filter((name) => String(name) in others).map((name) => `${at}.${String(name)} may be missing`),
    ...Object.entries(properties).flatMap(([name, schema]) => differences(`${at}.${name}`, schema, others[name])),
  ];
}
