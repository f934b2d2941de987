// Readings of a production line: a filter, a filter, a count, a mean.
import { deepEqual } from 'node:assert/strict';
import {
  aggregate,
  countRecords,
  createStreams,
  filterTable,
  groupByKey,
  mapTableValues,
  to,
  toStream,
  toTable,
} from '@millrace/streams-rx';
import { filter } from 'rxjs';
import { Example } from './example.ts';

interface Reading {
  readonly reading_ts: string;
  readonly sensor_id: string;
  readonly production_line: string;
  readonly widget_type: string;
  readonly colour: string;
  readonly temp_celcius: number;
  readonly widget_weight_g: number;
}

const example = await Example.open('widgets', [
  'readings',
  'red_widgets',
  'heavy_widgets',
  'widgets_per_line',
  'warm_sensors',
]);
const app = createStreams({ applicationId: 'widgets', engine: example.engine });

const readings = app.stream<string, Reading>('readings');

// RxJS's filter. What passes is written as the bytes it was.
readings.pipe(
  filter(({ value }) => value.colour === 'RED'),
  to('red_widgets'),
);

readings.pipe(
  filter(({ value }) => value.widget_weight_g > 120),
  to('heavy_widgets'),
);

// The key of a reading is its sensor, so those of a line are brought together first, through a topic of the application's own.
readings.pipe(
  groupByKey(({ value }) => value.production_line),
  countRecords(),
  toTable('widgets_per_line'),
  toStream(),
  to('widgets_per_line'),
);

// A mean needs a sum and a count: they are kept, the mean is made of them. A sensor that is not warm any more is taken out again.
readings.pipe(
  groupByKey(),
  aggregate(
    () => ({ sum: 0, count: 0 }),
    ({ sum, count }, reading: Reading) => ({ sum: sum + reading.temp_celcius, count: count + 1 }),
  ),
  mapTableValues(({ sum, count }) => sum / count),
  filterTable((mean) => mean > 20),
  toTable('warm_sensors'),
  toStream(),
  to('warm_sensors'),
);

await app.start();

// A thousand readings in, and what comes out compared with what a loop makes of them.
const produced = Array.from({ length: 1_000 }, (_, i) => ({
  reading_ts: new Date(Date.UTC(2026, 0, 1) + i * 1_000).toISOString(),
  sensor_id: `sensor ${i % 12}`,
  production_line: `line ${i % 5}`,
  widget_type: i % 2 === 0 ? 'gear' : 'spring',
  colour: ['RED', 'GREEN', 'BLUE'][i % 3] as string,
  temp_celcius: 14 + (i % 12) + (i % 4) / 4,
  widget_weight_g: 80 + ((i * 7) % 60),
}));
await example.produce(
  'readings',
  produced.map((value) => ({ key: value.sensor_id, value, timestamp: Date.parse(value.reading_ts) })),
);
await example.processed(app);

const perLine: { [line: string]: number } = {};
const bySensor: { [sensor: string]: number[] } = {};
for (const { production_line, sensor_id, temp_celcius } of produced) {
  perLine[production_line] = (perLine[production_line] ?? 0) + 1;
  bySensor[sensor_id] = [...(bySensor[sensor_id] ?? []), temp_celcius];
}
const means = Object.entries(bySensor).map(
  ([sensor, temperatures]) => [sensor, temperatures.reduce((sum, one) => sum + one, 0) / temperatures.length] as const,
);

const inOrder = (records: readonly { value: Reading }[]) =>
  records.map(({ value }) => value).sort((a, b) => a.reading_ts.localeCompare(b.reading_ts));
const red = inOrder(await example.records('red_widgets'));
const heavy = inOrder(await example.records('heavy_widgets'));
const lines = await example.latest<number>('widgets_per_line');
const warm = await example.latest<number>('warm_sensors');
deepEqual(
  red,
  produced.filter(({ colour }) => colour === 'RED'),
);
deepEqual(
  heavy,
  produced.filter(({ widget_weight_g }) => widget_weight_g > 120),
);
deepEqual(lines, perLine);
deepEqual(warm, Object.fromEntries(means.filter(([, mean]) => mean > 20)));
console.log(`${produced.length} readings: ${red.length} red widgets, ${heavy.length} over 120 g`);
console.log(`on ${Object.keys(lines).length} lines; ${Object.keys(warm).length} of ${means.length} sensors warm`);

await app.stop();
await example.close();
