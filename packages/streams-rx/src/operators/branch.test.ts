import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { TestDriver } from '../testing/test-driver.ts';
import { branch } from './branch.ts';
import { to } from './to.ts';

describe('branch', () => {
  it('gives each record to the first branch that takes it, or to the rest, in order', async () => {
    const driver = await runInAllEpochs(
      (app) => {
        const { even, small, rest } = app.stream<string, number>('in').pipe(
          branch({
            even: ({ value }) => value !== null && value % 2 === 0,
            small: ({ value }) => value !== null && value < 10,
          }),
        );
        even.pipe(to('even'));
        small.pipe(to('small'));
        rest.pipe(to('rest'));
      },
      (test) =>
        test.pipe(
          'in',
          [2, 3, 13, 4, 5, null, 15, 12].map((value) => ({ key: 'k', value })),
        ),
    );
    const values = (topic: string) => driver.output(topic).map(({ value }) => value);
    expect([values('even'), values('small'), values('rest')]).toEqual([
      [2, 4, 12],
      [3, 5],
      [13, null, 15],
    ]);
  });

  it('refuses a predicate by the name of what is left', async () => {
    await expect(
      TestDriver.open((app) =>
        app
          .stream('in')
          // @ts-expect-error: nor does it compile.
          .pipe(branch({ rest: () => true }))
          .rest.pipe(to('out')),
      ),
    ).rejects.toMatchObject({ code: 'INVALID_TOPOLOGY', message: expect.stringContaining('another name') });
  });
});
