import { filter } from 'rxjs';
import { expect, it } from 'vitest';
import { aggregateSessions } from '../operators/aggregate-sessions.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { mapValues } from '../operators/map-values.ts';
import { to } from '../operators/to.ts';
import { toStream } from '../operators/to-stream.ts';
import { windowedBy } from '../operators/windowed-by.ts';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import { session } from '../windows/session-windows.ts';
import { hasValue } from './has-value.ts';

it('leaves out what is gone of a table: sessions that have become one', async () => {
  const driver = await runInAllEpochs(
    (app) =>
      app.stream<string, string>('in').pipe(
        groupByKey(),
        windowedBy(session({ gap: 10, grace: 100 })),
        aggregateSessions(
          () => [] as string[],
          (pages, page) => [...pages, page],
          (earlier, later) => [...earlier, ...later],
        ),
        toStream({ emit: 'ALL' }),
        to('all'),
        filter(hasValue),
        mapValues((pages) => pages.length),
        to('out'),
      ),
    (test) =>
      test.pipe(
        'in',
        [0, 18, 9].map((timestamp) => ({ key: 'k', value: 'page', timestamp })),
      ),
  );
  expect(driver.output('all').map(({ value }) => value)).toEqual([
    ['page'],
    ['page'],
    null,
    null,
    ['page', 'page', 'page'],
  ]);
  expect(driver.output('out').map(({ value }) => value)).toEqual([1, 1, 3]);
});
