import { HttpException, Logger } from '@nestjs/common';
import { isDiskFull, isTransient } from '@one-card/database';
import { ZodSerializationException, ZodValidationException } from 'nestjs-zod';
import { ZodError } from 'zod';
import { DomainError } from './domain-error';
import { type Language, say, type Text } from './language';
import { titleOf } from './titles';

/** RFC 9457 */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly [extra: string]: unknown;
}

export const problemType = 'application/problem+json';

const logger = new Logger('Problem');

/** Everything that can go wrong as one form. What nobody foresaw is logged and told without its inner parts. */
export function problemOf(error: unknown, language: Language): Problem {
  const known = asDomainError(error);
  // what was foreseen needs no stack; what was not, does
  if (error instanceof DomainError && known.status >= 500) logger.warn(error.message);
  else if (known.status >= 500) logger.error(error instanceof Error ? error : String(error));
  return render(known, language);
}

export function render({ code, status, detail, extra }: DomainError, language: Language): Problem {
  return { ...extra, type: `/errors/${code}`, title: titleOf(code, status, language), status, code, detail: say(detail, language) };
}

function asDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (error instanceof ZodSerializationException) return internal();
  if (error instanceof ZodValidationException) return invalidInput(error.getZodError());
  if (error instanceof HttpException) return fromHttp(error);
  if (isDiskFull(error)) return storageFull();
  if (isTransient(error)) return unavailable();
  return fromBodyParser(error) ?? internal();
}

/** Says of every wrong field where it is and what to mend. */
export function invalidInput(error: unknown): DomainError {
  const issues = error instanceof ZodError ? error.issues : [];
  const errors = issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  const places = errors.slice(0, 3).map(({ path, message }) => (path === '' ? message : `${path}:${message}`));
  const listed = places.join('；') + (errors.length > 3 ? ' …' : '');
  return new DomainError('invalid-input', 422, { zh: `请修改后重新提交：${listed}`, en: `Mend this and send it again: ${listed}` }, { errors });
}

const internal = () =>
  new DomainError('internal', 500, { zh: '系统出现内部错误,已记录;请稍后重试', en: 'Something went wrong here and was recorded; try again later' });

const unavailable = () =>
  new DomainError('unavailable', 503, {
    zh: '数据库或消息系统暂时连接不上,请稍后用同一幂等键重试',
    en: 'The database or Kafka cannot be reached; try again later with the same idempotency key',
  });

const storageFull = () =>
  new DomainError('storage-full', 503, {
    zh: '存储空间已满,本次操作未受理,已有数据不受影响;请通知运维人员,并稍后用同一幂等键重试',
    en: 'The disk is full and nothing of this was taken; what is there is safe. Tell those who run the platform, and try again later with the same idempotency key',
  });

const httpDetails: Readonly<Record<number, { code: string; detail: Text }>> = {
  400: { code: 'bad-request', detail: { zh: '请求内容无法读取', en: 'The request cannot be read' } },
  404: { code: 'not-found', detail: { zh: '没有这个地址', en: 'There is nothing at this address' } },
  405: { code: 'method-not-allowed', detail: { zh: '此地址不支持该操作', en: 'This address does not support that method' } },
  413: { code: 'too-large', detail: { zh: '提交的内容超过大小限制', en: 'What was sent exceeds the size limit' } },
  415: { code: 'unsupported-type', detail: { zh: '不支持此内容类型', en: 'This content type is not supported' } },
};

function fromHttp(error: HttpException): DomainError {
  const status = error.getStatus();
  const known = httpDetails[status];
  return known ? new DomainError(known.code, status, known.detail) : new DomainError(`http-${status}`, status, error.message);
}

/** body-parser and busboy throw errors that carry a status, but are no HttpException. */
function fromBodyParser(error: unknown): DomainError | undefined {
  if (!(error instanceof Error) || !('status' in error) || !('expose' in error)) return undefined;
  const known = httpDetails[Number(error.status)];
  return known && new DomainError(known.code, Number(error.status), known.detail);
}
