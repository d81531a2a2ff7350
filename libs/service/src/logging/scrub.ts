import { sayingOf, scrub } from '@one-card/domain';

export { scrub };

/** Fields that hold personal data or secrets: whatever a log entry says of them is taken out. */
const personal = [
  'idNumber',
  'identityNumber',
  'cardNumber',
  'cardNo',
  'bankCardNumber',
  'bankCardNo',
  'accountNumber',
  'accountNo',
  'phone',
  'address',
  'password',
  'token',
];
const headers = ['authorization', 'cookie', 'set-cookie', 'x-one-card-statement'];

export const redactedPaths = [
  ...['', '*.', '*.*.', '*.*.*.'].flatMap((level) => personal.map((field) => `${level}${field}`)),
  ...['req', 'request', 'res', 'response'].flatMap((side) => headers.map((header) => `${side}.headers["${header}"]`)),
  ...headers.map((header) => `headers["${header}"]`),
];

interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: unknown;
  readonly constraint?: unknown;
  readonly cause?: LoggedError;
}

/** Only what tells the fault: PostgreSQL's `detail` and `where` and TypeORM's `parameters` quote values. */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: scrub(String(error)) };
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return {
    type: error.name,
    message: sayingOf(error),
    stack: error.stack === undefined ? undefined : scrub(error.stack.replace(error.message, () => sayingOf(error))),
    code,
    constraint,
    cause: error.cause === undefined || depth === 3 ? undefined : loggedError(error.cause, depth + 1),
  };
}
