import { createServer, type Server } from 'node:http';
import pino from 'pino';
import { z } from 'zod';
import { defineConfig, loadConfig } from '../config/config';
import { StaticFiles } from './static-files';

export interface StaticWeb {
  readonly name: string;
  /** Where the web stands behind the gateway, with a slash at both ends. */
  readonly base: string;
}

/** All that a web's server is told; it has neither a database nor Kafka. */
export const staticConfig = () =>
  defineConfig(
    { webFolder: z.string().optional().describe('folder of the built web; dist/<web>/public where nothing else is said') },
    {
      without: [
        'databaseUrl', 'migratorDatabaseUrl', 'kafkaBrokers', 'topicPrefix', 'statementPublicKey', 'dataKeys', 'lookupKey', 'sealingPrivateKey',
        'sealingPublicKeys', 'countyCode',
      ], // prettier-ignore
    },
  );

/** The whole of a web's main.ts: serves its files, says that it is well, and ends when it is told to. */
export async function serveStatic({ name, base }: StaticWeb): Promise<void> {
  const logger = pino({ name, base: { service: name }, timestamp: pino.stdTimeFunctions.isoTime });
  try {
    const config = staticConfig();
    loadConfig(config);
    logger.level = config.logLevel;
    const files = new StaticFiles(config.webFolder ?? `dist/${name}/public`, base);
    const server = createServer((request, response) => {
      if (request.url === '/health/live' || request.url === '/health/ready') {
        return void response.setHeader('content-type', 'application/json').end('{"status":"ok"}');
      }
      // a reader who goes away in the middle of a file is no fault
      files.serve(request, response).catch(() => response.destroy());
    });
    server.listen(config.port, config.host, () => logger.info(`${name} answers on port ${config.port}`));
    drainOnSignal(server);
  } catch (error) {
    logger.fatal(`${name} cannot start: ${error instanceof Error ? error.message : String(error)}`);
    logger.flush(() => process.exit(1));
  }
}

function drainOnSignal(server: Server): void {
  const drain = () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), 5_000).unref();
  };
  process.on('SIGTERM', drain).on('SIGINT', drain);
}
