import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { mergeOpenApi } from '@one-card/service';
import express, { type Router } from 'express';
import { config } from '../config';
import { documentsPage, documentsScript } from './page';

const description = `One list governs the policies, one platform pays them. Errors are problems (RFC 9457) with a stable \`code\`; commands need a header
\`Idempotency-Key\`. Systems send an access token that the issuer gives to their client for this audience.`;

/** The API of all services in one document, and a page to browse it whose parts all come from here. */
@Injectable()
export class Documents {
  private readonly logger = new Logger(Documents.name);

  router(): Router {
    const router = express.Router();
    const merged = this.merged();
    // resolved from where the platform is installed, since this code may run bundled
    const assets = dirname(createRequire(join(process.cwd(), 'package.json')).resolve('swagger-ui-dist/package.json'));
    router.get('/api/openapi.json', (_request, response) => void response.json(merged));
    router.get(/^\/api\/docs$/, (_request, response) => response.redirect('/api/docs/'));
    router.get('/api/docs/', (_request, response) => void response.type('html').send(documentsPage));
    router.get('/api/docs/start.js', (_request, response) => void response.type('js').send(documentsScript));
    router.use('/api/docs', express.static(assets, { index: false, maxAge: '1h' }));
    return router;
  }

  private merged(): OpenAPIObject {
    const services = ['gateway', ...Object.keys(config.serviceUrls)];
    const found = services.flatMap((service) => {
      const document = this.read(service);
      return document === undefined ? [] : [[service, document] as const];
    });
    const documents = Object.fromEntries(found);
    return { ...mergeOpenApi(documents, { title: '一卡通 One-card', version: '1', description }), servers: [{ url: config.publicUrl }] };
  }

  private read(service: string): OpenAPIObject | undefined {
    try {
      return JSON.parse(readFileSync(join(config.apiDocuments, `${service}.json`), 'utf8')) as OpenAPIObject;
    } catch {
      this.logger.warn(`${config.apiDocuments} holds no document of ${service}: it is missing from /api/openapi.json`);
      return undefined;
    }
  }
}
