import type { OpenAPIObject } from '@nestjs/swagger';
import { isDeepStrictEqual } from 'node:util';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

export interface MergeOptions {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
}

/**
 * One document out of each service's own. Every operation is tagged with its service; a schema whose name another service uses for
 * something else gets the service's name before its own.
 */
export function mergeOpenApi(documents: Readonly<Record<string, OpenAPIObject>>, { title, version, description }: MergeOptions): OpenAPIObject {
  const schemas: Schemas = {};
  const paths: OpenAPIObject['paths'] = {};
  const services = Object.entries(documents).sort(([a], [b]) => a.localeCompare(b));
  for (const [service, document] of services) {
    const renamed = renamedSchemas(service, document.components?.schemas ?? {}, schemas);
    const own = withRefs(document, renamed);
    for (const [name, schema] of Object.entries(own.components?.schemas ?? {})) schemas[renamed.get(name) ?? name] = schema;
    for (const [path, item] of Object.entries(own.paths)) paths[path] = tagged(item, service);
  }
  return {
    openapi: '3.1.0',
    info: { title, version, description },
    tags: services.map(([name]) => ({ name })),
    paths,
    components: { schemas, securitySchemes: services[0]?.[1].components?.securitySchemes },
    security: services[0]?.[1].security,
  };
}

function renamedSchemas(service: string, own: Schemas, taken: Schemas): Map<string, string> {
  const clashes = Object.keys(own).filter((name) => name in taken && !isDeepStrictEqual(own[name], taken[name]));
  return new Map(clashes.map((name) => [name, `${pascal(service)}${name}`]));
}

function pascal(service: string): string {
  return service.replace(/(^|-)(.)/g, (_all, _dash, letter: string) => letter.toUpperCase());
}

const schemaRef = '#/components/schemas/';

function withRefs<T>(value: T, renamed: ReadonlyMap<string, string>): T {
  if (renamed.size === 0) return value;
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) => {
    if (key !== '$ref' || typeof inner !== 'string' || !inner.startsWith(schemaRef)) return inner;
    const name = inner.slice(schemaRef.length);
    return schemaRef + (renamed.get(name) ?? name);
  }) as T;
}

const methods = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options']);

function tagged(item: OpenAPIObject['paths'][string], service: string): OpenAPIObject['paths'][string] {
  return Object.fromEntries(
    Object.entries(item).map(([method, operation]) => [
      method,
      methods.has(method) ? { ...operation, tags: [service], operationId: `${service}.${String(operation.operationId)}` } : operation,
    ]),
  );
}
