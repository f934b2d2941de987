// Visits to a site: clicks of a user that are at most half an hour apart, whatever order they come in.
import { deepEqual } from 'node:assert/strict';
import {
  aggregateSessions,
  createStreams,
  groupByKey,
  minutes,
  session,
  to,
  toStream,
  toTable,
  windowedBy,
} from '@millrace/streams-rx';
import { Example } from './example.ts';

interface Click {
  readonly page: string;
}

const example = await Example.open('clicks', { clicks: 1, visits: 1, late_clicks: 1 });
const app = createStreams({ applicationId: 'clicks', engine: example.engine });

app.stream<string, Click>('clicks').pipe(
  groupByKey(),
  // A visit is over when nothing of it can come any more: half an hour and the grace after its last click. What comes then is late.
  windowedBy(session({ gap: minutes(30), grace: minutes(5) }), { late: { topic: 'late_clicks' } }),
  aggregateSessions(
    (): readonly string[] => [],
    (pages, click: Click) => [...pages, click.page],
    // A click between two visits makes them one.
    (earlier, later) => [...earlier, ...later],
  ),
  toTable('visits'),
  toStream(),
  // The key in the topic is {"end":…,"key":"ada","start":…}; visits that have become part of another are taken out.
  to('visits'),
);

await app.start();

const at = (minute: number) => Date.UTC(2026, 0, 1, 12, 0) + minutes(minute);
const click = (key: string, page: string, minute: number) => ({ key, value: { page }, timestamp: at(minute) });
await example.produce('clicks', [
  click('ada', '/', 0),
  click('bob', '/', 2),
  click('ada', '/lamps', 10),
  click('ada', '/cart', 42),
  // On its way for a while.
  click('ada', '/lamps/7', 25),
  click('bob', '/desks', 100),
  click('ada', '/too-late', 20),
]);
await example.processed(app);

const visits = Object.entries(await example.latest<string[]>('visits')).map(([window, pages]) => {
  const { key: user, start, end } = JSON.parse(window);
  return { user, start, end, pages: pages.toSorted() };
});
deepEqual(
  visits.sort((a, b) => a.start - b.start),
  [
    { user: 'ada', start: at(0), end: at(42), pages: ['/', '/cart', '/lamps', '/lamps/7'] },
    { user: 'bob', start: at(2), end: at(2), pages: ['/'] },
    { user: 'bob', start: at(100), end: at(100), pages: ['/desks'] },
  ],
);
const late = await example.records<Click>('late_clicks');
deepEqual(
  late.map(({ value }) => value.page),
  ['/too-late'],
);
for (const { user, start, end, pages } of visits)
  console.log(`${user}, ${(end - start) / minutes(1)} min: ${pages.join(' ')}`);
console.log(`late: ${late.map(({ value }) => value.page).join(' ')}`);

await app.stop();
await example.close();
