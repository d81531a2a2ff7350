import type { INestApplicationContext } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';

type Property = Record<string, unknown> & { type?: unknown };
interface Dto {
  isZodDto: true;
  _OPENAPI_METADATA_FACTORY: () => Record<string, Property>;
}

/**
 * JSON Schema writes "string or null" as `type: ['string', 'null']`, which Nest's Swagger module takes for an array of strings. Each DTO
 * of the application says it as `anyOf` instead, which goes through unharmed.
 */
export function sayNullableAsAnyOf(app: INestApplicationContext): void {
  for (const dto of dtosOf(app)) {
    const properties = Object.entries(dto._OPENAPI_METADATA_FACTORY()).map(([name, property]) => [name, withoutTypeList(property)]);
    dto._OPENAPI_METADATA_FACTORY = () => Object.fromEntries(properties) as Record<string, Property>;
  }
}

function withoutTypeList(property: Property): Property {
  if (!Array.isArray(property.type)) return property;
  return { ...property, type: '', anyOf: property.type.map((type: unknown) => ({ type })) };
}

function dtosOf(app: INestApplicationContext): Set<Dto> {
  const found = new Set<Dto>();
  for (const { controllers } of app.get(ModulesContainer).values())
    for (const { metatype } of controllers.values())
      if (typeof metatype === 'function')
        typesOf(metatype.prototype as object)
          .filter(isDto)
          .forEach((dto) => found.add(dto));
  return found;
}

/** What a controller's methods take and answer. */
function typesOf(prototype: object): unknown[] {
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((method) => {
    const parameters = (Reflect.getMetadata('design:paramtypes', prototype, method) ?? []) as unknown[];
    const handler: unknown = Reflect.get(prototype, method);
    const responses = (Reflect.getMetadata('swagger/apiResponse', handler as object) ?? {}) as Record<string, { type?: unknown }>;
    return [...parameters, ...Object.values(responses).map(({ type }) => type)].flat();
  });
}

function isDto(type: unknown): type is Dto {
  return typeof type === 'function' && 'isZodDto' in type && type.isZodDto === true;
}
