import { wishOf } from './options';

describe('the options of the bench', () => {
  it('are a million lines in five batches, with the floor, where nothing is said', () => {
    expect(wishOf([])).toMatchObject({ lines: 1_000_000, batches: 5, seed: 1, profile: false, floor: true });
  });

  it('take what is said', () => {
    expect(wishOf(['--lines', '100000', '--batches=2', '--profile', '--no-floor', '--report', 'r.json'])).toMatchObject({
      ...{ lines: 100_000, batches: 2, profile: true, floor: false, report: 'r.json' },
    });
  });

  it('give no wish where help is asked for', () => expect(wishOf(['--help'])).toBeUndefined());

  it.each([['--lines=999'], ['--lines=many'], ['--batches=0'], ['--batches=21'], ['--what']])('refuse %s', (arg) => {
    expect(() => wishOf([arg])).toThrow(arg.split('=')[0]);
  });
});
