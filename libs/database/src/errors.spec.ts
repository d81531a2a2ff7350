import { errorOfConstraint, isTransient, Transient } from './errors';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

describe('an error', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '08006', '57P01', '40P01', '40001', '53100', '53300', '55P03', '25P03', '25006', '58030'])(
    '%s may pass by waiting',
    (code) => {
      expect(isTransient(withCode(code))).toBe(true);
      expect(isTransient(new Error('outer', { cause: withCode(code) }))).toBe(true);
      expect(isTransient(new AggregateError([withCode(code)]))).toBe(true);
    },
  );

  it.each(['23505', '22P02', '42P01', 'ENOENT', '25P02'])('%s does not', (code) => {
    expect(isTransient(withCode(code))).toBe(false);
  });

  it('of a lost connection has no code', () => {
    expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isTransient(new Transient('later'))).toBe(true);
    expect(isTransient(new Error('an indicator is exceeded'))).toBe(false);
    expect(isTransient('no error at all')).toBe(false);
  });

  it('names its constraint, also through TypeORM', () => {
    const violated = Object.assign(new Error('duplicate key'), { code: '23505', constraint: 'line_once' });
    expect(errorOfConstraint(violated)).toBe('line_once');
    expect(errorOfConstraint(Object.assign(new Error('failed'), { driverError: violated }))).toBe('line_once');
    expect(errorOfConstraint(new Error('other'))).toBeUndefined();
  });
});
