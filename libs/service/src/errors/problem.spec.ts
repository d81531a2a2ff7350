import { Logger, PayloadTooLargeException } from '@nestjs/common';
import { z } from 'zod';
import { DomainError } from './domain-error';
import { inLanguage, languageOf } from './language';
import { invalidInput, problemOf } from './problem';
import { defineTitles } from './titles';
import './validation.pipe';

defineTitles({ 'indicator-exceeded': { zh: '指标余额不足', en: 'Indicator exceeded' } });
const exceeded = new DomainError('indicator-exceeded', 409, { zh: '可用 1.00 元', en: '1.00 yuan available' }, { availableFen: '100' });

beforeAll(() => Logger.overrideLogger(false));

describe('a problem', () => {
  it('says in Chinese what to do, with members for programs', () => {
    expect(problemOf(exceeded, 'zh')).toEqual({
      type: '/errors/indicator-exceeded',
      title: '指标余额不足',
      status: 409,
      code: 'indicator-exceeded',
      detail: '可用 1.00 元',
      availableFen: '100',
    });
  });

  it('says it in English to those who prefer that', () => {
    expect(problemOf(exceeded, 'en')).toMatchObject({ title: 'Indicator exceeded', detail: '1.00 yuan available' });
  });

  it.each([
    [undefined, 'zh'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en-GB,en;q=0.9,zh;q=0.5', 'en'],
    ['*', 'zh'],
    ['fr', 'zh'],
  ])('takes %s for %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });

  it('tells nothing of a fault that nobody foresaw', () => {
    const problem = problemOf(new Error('password is sesame'), 'en');
    expect(problem).toMatchObject({ status: 500, code: 'internal' });
    expect(JSON.stringify(problem)).not.toContain('sesame');
  });

  it.each([
    Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
    Object.assign(new Error('terminating connection'), { code: '57P01' }),
    Object.assign(new Error('query failed'), { driverError: Object.assign(new Error('x'), { code: '08006' }) }),
    new AggregateError([Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })]),
    new Error('Connection terminated unexpectedly'),
  ])('says that the service cannot reach what it needs: %s', (error) => {
    expect(problemOf(error, 'zh')).toMatchObject({ status: 503, code: 'unavailable' });
  });

  it('keeps the status of what HTTP itself refuses', () => {
    expect(problemOf(new PayloadTooLargeException(), 'zh')).toMatchObject({ status: 413, code: 'too-large' });
  });

  it.each([
    ['zh', '无效输入'],
    ['en', 'Invalid input'],
  ] as const)('tells in %s which fields to mend', (language, words) => {
    const lines = z.object({ lines: z.array(z.object({ amountFen: z.string() })) });
    const error = inLanguage(language, () => lines.safeParse({ lines: [{ amountFen: 1 }] }).error);
    const problem = problemOf(invalidInput(error), language);
    expect(problem).toMatchObject({ status: 422, code: 'invalid-input', errors: [{ path: 'lines.0.amountFen' }] });
    expect(problem.detail).toContain(`lines.0.amountFen:${words}`);
  });
});
