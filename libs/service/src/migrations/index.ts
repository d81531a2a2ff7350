import { IdempotentCommand1700000000300 } from './idempotent-command';
import { KeyCheck1700000000310 } from './key-check';

export const serviceMigrations = [IdempotentCommand1700000000300, KeyCheck1700000000310];
