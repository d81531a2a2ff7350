import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { prefixOf, rootPaths } from '../http/prefix';
import { sayNullableAsAnyOf } from './zod-types';

/** A service's OpenAPI document from its code alone: providers are not made, so neither environment nor servers are needed. */
export async function openApiOf(name: string, module: new () => unknown): Promise<OpenAPIObject> {
  const app = await NestFactory.create(module, { preview: true, logger: false, abortOnError: false });
  app.setGlobalPrefix(prefixOf(name), { exclude: rootPaths });
  const described = new DocumentBuilder()
    .setTitle(name)
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  sayNullableAsAnyOf(app);
  const document = SwaggerModule.createDocument(app, described, { operationIdFactory: (controller, method) => `${controller}.${method}` });
  return withStatuses(withoutHealth(cleanupOpenApiDoc(document, { version: '3.1' })));
}

/** Health is for those who run the platform; nobody reaches it through the gateway. */
function withoutHealth(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.entries(document.paths).filter(([path]) => !path.startsWith('/health/') && path !== '/metrics');
  return { ...document, paths: Object.fromEntries(paths) };
}

/** An answer that is described without a status has the one that Nest gives it; clients made from the document would take it for an error. */
function withStatuses(document: OpenAPIObject): OpenAPIObject {
  for (const item of Object.values(document.paths)) {
    for (const [method, { responses }] of Object.entries(item as Record<string, { responses?: Record<string, unknown> }>)) {
      if (responses?.['default'] === undefined) continue;
      responses[method === 'post' ? '201' : '200'] ??= responses['default'];
      delete responses['default'];
    }
  }
  return document;
}
