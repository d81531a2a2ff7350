import { type DynamicModule, Global, Module, type Provider, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { Database, type Migration } from '@one-card/database';
import type { Witness } from '@one-card/kafka';
import { Envelopes, Vault } from '@one-card/sealing';
import { LoggerModule } from 'nestjs-pino';
import { ZodSerializerInterceptor } from 'nestjs-zod';
import type { EntitySchema } from 'typeorm';
import { Authority } from './acting/authority';
import { DivisionLookup } from './acting/division-lookup';
import { StatementGuard } from './acting/statement.guard';
import { ClockConsumer } from './clock.consumer';
import { CommandInterceptor } from './command/command.interceptor';
import { CommandLog } from './command/command-log';
import type { AnyConfig } from './config/config';
import { ProblemFilter } from './errors/problem.filter';
import { ValidationPipe } from './errors/validation.pipe';
import { DeadLettersController } from './http/dead-letters.controller';
import { Draining } from './http/draining';
import { HealthController } from './http/health.controller';
import { createLogger, requestLogging } from './logging/logger';
import { Metrics } from './metrics/metrics';
import { MetricsController } from './metrics/metrics.controller';
import { type AnyEvent, databaseProvider, divisionProvider, kafkaProviders, kafkaServices, sealingProviders, withDivisions } from './providers';
import { register } from './registered';
import { KeyCheck } from './sealing/key-check';
import { SERVICE_CONFIG, SERVICE_NAME } from './tokens';

export interface ServiceModuleOptions {
  readonly name: string;
  /** Made by defineConfig. */
  readonly config: AnyConfig;
  readonly entities?: readonly (Type<object> | EntitySchema)[];
  /** The service's own; those of the libraries come before them. */
  readonly migrations?: readonly Migration[];
  /** State topics of which this service keeps the newest state. */
  readonly replicas?: readonly AnyEvent[];
  /** For the service that owns the divisions; the others keep a replica of them. */
  readonly divisions?: Type<DivisionLookup>;
  /** Sees every message that is read, and may have further topics read. */
  readonly witness?: Type<Witness>;
}

/** All that services have in common. A service's own module imports it once and adds its nouns. */
@Global()
@Module({})
export class ServiceModule {
  static forService(options: ServiceModuleOptions): DynamicModule {
    const { name, config } = options;
    register(name, options.migrations ?? []);
    const sealing = sealingProviders(config);
    return {
      module: ServiceModule,
      imports: [LoggerModule.forRootAsync({ useFactory: () => requestLogging(createLogger(name, config.logLevel ?? 'info')) })],
      controllers: [HealthController, MetricsController, DeadLettersController, ClockConsumer],
      providers: [
        { provide: SERVICE_CONFIG, useValue: config },
        { provide: SERVICE_NAME, useValue: name },
        databaseProvider(config, options.entities ?? []),
        ...kafkaProviders(name, config, withDivisions(options.replicas ?? [], options.divisions), options.witness),
        ...sealing,
        ...(sealing.length > 0 ? [KeyCheck] : []),
        divisionProvider(options.divisions),
        ...enhancers,
        Authority,
        CommandLog,
        CommandInterceptor,
        Draining,
        Metrics,
      ],
      exports: [
        SERVICE_CONFIG,
        SERVICE_NAME,
        Database,
        Authority,
        CommandLog,
        DivisionLookup,
        ...kafkaServices,
        ...(sealing.length > 0 ? [Vault, Envelopes] : []),
      ],
    };
  }
}

const enhancers: Provider[] = [
  { provide: APP_GUARD, useClass: StatementGuard },
  { provide: APP_FILTER, useClass: ProblemFilter },
  { provide: APP_PIPE, useClass: ValidationPipe },
  { provide: APP_INTERCEPTOR, useClass: ZodSerializerInterceptor },
];
