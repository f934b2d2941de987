// Flights within the United States in 2001: delays per airport in hourly windows, joined with where the airport is, and the ten routes flown
// most. 20,000 of them; with --all 3,000,000.
import { deepEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dataSetPath, type Flight, openFlights } from '@millrace/demo';
import {
  aggregate,
  countRecords,
  createStreams,
  groupByKey,
  hours,
  joinTable,
  mapTableValues,
  to,
  toStream,
  toTable,
  tumbling,
  windowedBy,
} from '@millrace/streams-rx';
import { Example } from './example.ts';

interface Airport {
  readonly city: string;
  readonly state: string;
}

interface Delays {
  readonly city: string;
  readonly flights: number;
  readonly minutes: number;
}

interface Route {
  readonly route: string;
  readonly flights: number;
}

/** Most flown first. */
const topTen = (routes: readonly Route[]) =>
  [...routes].sort((a, b) => b.flights - a.flights || (a.route < b.route ? -1 : 1)).slice(0, 10);

const example = await Example.open('flights', ['flights', 'airports', 'delays_per_hour', 'top_ten_routes']);
const app = createStreams({ applicationId: 'flights', engine: example.engine });

// Flights are keyed by the airport they leave, and their time is that of the flight, not of the record.
const flights = app.stream<string, Flight>('flights', { timestamp: ({ value }) => Date.parse(`${value.date}Z`) });
const airports = app.table<string, Airport>('airports', 'airports');

flights.pipe(
  joinTable(airports, (flight, { city, state }) => ({ delay: flight.delay, city: `${city}, ${state}` })),
  groupByKey(),
  windowedBy(tumbling({ size: hours(1), grace: hours(1) })),
  aggregate(
    (): Delays => ({ city: '', flights: 0, minutes: 0 }),
    ({ flights, minutes }, { city, delay }: { city: string; delay: number }) => ({
      city,
      flights: flights + 1,
      minutes: minutes + delay,
    }),
  ),
  toTable('delays_per_hour'),
  toStream(),
  to('delays_per_hour'),
);

// Ten rows of thousands: every route sends its count to one key, whose value is the list.
flights.pipe(
  groupByKey(({ value }) => `${value.origin}-${value.destination}`),
  countRecords(),
  toTable('flights_per_route'),
  mapTableValues((flights, route): Route => ({ route, flights })),
  toStream(),
  groupByKey(() => 'top ten'),
  aggregate(
    (): readonly Route[] => [],
    (top, one: Route) => topTen([...top.filter(({ route }) => route !== one.route), one]),
  ),
  toTable('top_ten_routes'),
  toStream(),
  to('top_ten_routes'),
);

// Airports are known before the first flight leaves: tasks read their topics in the order of time.
const known = readFileSync(dataSetPath('airports.csv'), 'utf8')
  .split('\n')
  .slice(1)
  .flatMap((line) => /^(\w+),(?:"[^"]*"|[^,]*),([^,]*),(\w+),/.exec(line) ?? []);
const places = new Map<string, Airport>();
for (let i = 0; i < known.length; i += 4) {
  places.set(known[i + 1] as string, { city: known[i + 2] as string, state: known[i + 3] as string });
}
await example.produce(
  'airports',
  [...places].map(([key, value]) => ({ key, value, timestamp: Date.UTC(2000, 0, 1) })),
);
await app.start();

// The same in a loop, to compare with.
const source = await openFlights({ small: !process.argv.includes('--all') });
const expected = new Map<string, Delays>();
const counts = new Map<string, number>();
for await (const some of source.read()) {
  await example.produce(
    'flights',
    some.map((value) => ({ key: value.origin, value })),
  );
  for (const { origin, destination, date, delay } of some) {
    const route = `${origin}-${destination}`;
    counts.set(route, (counts.get(route) ?? 0) + 1);
    const place = places.get(origin);
    if (!place) continue;
    const start = Math.floor(Date.parse(`${date}Z`) / hours(1)) * hours(1);
    const hour = JSON.stringify({ end: start + hours(1), key: origin, start });
    const { flights, minutes } = expected.get(hour) ?? { flights: 0, minutes: 0 };
    expected.set(hour, { city: `${place.city}, ${place.state}`, flights: flights + 1, minutes: minutes + delay });
  }
}
await example.processed(app, 600_000);

const delays = await example.latest<Delays>('delays_per_hour');
const { 'top ten': routes = [] } = await example.latest<Route[]>('top_ten_routes');
deepEqual(delays, Object.fromEntries(expected));
deepEqual(routes, topTen([...counts].map(([route, flights]) => ({ route, flights }))));

console.log(`Of ${source.count} flights, the routes flown most:`);
for (const { route, flights } of routes) console.log(`  ${route} ${flights}`);
console.log('The hours with the most minutes of delay:');
const worst = Object.entries(delays).sort(([a, x], [b, y]) => y.minutes - x.minutes || (a < b ? -1 : 1));
for (const [window, { city, flights, minutes }] of worst.slice(0, 10)) {
  const from = new Date(JSON.parse(window).start).toISOString().slice(0, 16);
  console.log(`  ${from} ${city}: ${minutes} minutes in ${flights} flights`);
}

await app.stop();
await example.close();
