import { IdempotentCommand1700000000300 } from './idempotent-command';

export const serviceMigrations = [IdempotentCommand1700000000300];
