import { say, type Text } from './language';

/** An error that a person can do something about. It is rendered once, as problem+json; whatever is thrown in a transaction rolls it back. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  /**
   * @param code stable name, in lower case with dashes; its title stands in `defineTitles`
   * @param detail what happened and what to do, in this case
   * @param extra further members of the problem, for programs
   */
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: Text | string,
    readonly extra: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${say(detail, 'en')}`, options);
  }
}

/** `notFound('batch', '批次', id)` */
export function notFound(what: Text, key: string | number): DomainError {
  return new DomainError('not-found', 404, { zh: `没有找到${what.zh} ${key}`, en: `No ${what.en} ${key} was found` });
}
