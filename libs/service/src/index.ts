export { bootstrap, createService, migrateService, type RunningService, type ServiceDefinition, type ServiceOptions } from './bootstrap';
export * from './config/config';
export { pem } from './config/platform';
export {
  Acting,
  type Actor,
  actorOf,
  type ActingRequest,
  actorShape,
  anonymousActor,
  citizenActor,
  gatewayActor,
  type Held,
  isGateway,
  Public,
} from './acting/actor';
export { Authority, holdings, requirePost, type Scope } from './acting/authority';
export { demandLineReader } from './acting/line-readers';
export { DivisionLookup } from './acting/division-lookup';
export { requireCitizen } from './acting/citizen';
export { notSignedIn } from './acting/statement.guard';
export { signStatement, statementHeader, verifyStatement } from './acting/statement';
export { Command, Tx } from './command/command';
export { idempotencyHeader, keyMissing } from './command/command-log';
export { csvRows, type CsvRow } from './csv/csv-rows';
export { DomainError, notFound } from './errors/domain-error';
export { currentLanguage, inLanguage, type Language, languageOf, say, type Text } from './errors/language';
export { invalidInput, type Problem, problemOf, problemType } from './errors/problem';
export { sendProblem } from './errors/problem.filter';
export { defineTitles } from './errors/titles';
export { decodeCursor, encodeCursor, page, type Page } from './http/page';
export { correlationHeader } from './http/request-context';
export { traceHeaders } from './tracing/tracing';
export { pageOf, pageQuery } from '@one-card/contracts';
export { createLogger } from './logging/logger';
export { loggedError, scrub } from './logging/scrub';
export { serviceMigrations } from './migrations';
export { mergeOpenApi, type MergeOptions } from './openapi/merge';
export { openApiOf } from './openapi/openapi';
export { migrationsOf } from './registered';
export { ServiceModule, type ServiceModuleOptions } from './service.module';
export { sendTable, type Table, type TableFormat } from './table/table';
export { BackgroundWork, type BackgroundWorkOptions } from './work/background-work';
export { type Pace, paceLoops, WorkLoop, type WorkLoopOptions } from './work/work-loop';
export { WorkingCalendar } from './work/working-calendar';
