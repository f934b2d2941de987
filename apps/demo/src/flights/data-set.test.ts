import { expect, test } from 'vitest';
import { dataSetPath } from './data-set.ts';
import type { FlightSource } from './flight.ts';
import { openJsonFlights } from './json-flights.ts';
import { openParquetFlights } from './parquet-flights.ts';

async function firstOf(source: FlightSource) {
  for await (const [flight] of source.read()) return flight;
  return undefined;
}

test('the large data set is read from its Parquet file', async () => {
  const source = await openParquetFlights(dataSetPath('flights-3m.parquet'));
  expect(source.count).toBe(3_000_000);
  expect(await firstOf(source)).toEqual({
    date: '2001-01-01T00:01:00',
    delay: 33,
    distance: 2176,
    origin: 'LAS',
    destination: 'PHL',
  });
});

test('the small one from its JSON file', async () => {
  const source = await openJsonFlights(dataSetPath('flights-20k.json'));
  expect(source.count).toBe(20_000);
  expect(await firstOf(source)).toMatchObject({ delay: 66, origin: 'DTW', destination: 'LAS' });
});
