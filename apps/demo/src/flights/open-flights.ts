import { dataSetPath } from './data-set.ts';
import type { FlightSource } from './flight.ts';
import { openJsonFlights } from './json-flights.ts';
import { openParquetFlights } from './parquet-flights.ts';

/** The 3,000,000 flights of the data set, or with `small` 20,000 of them. */
export function openFlights({ small }: { readonly small: boolean }): Promise<FlightSource> {
  return small
    ? openJsonFlights(dataSetPath('flights-20k.json'))
    : openParquetFlights(dataSetPath('flights-3m.parquet'));
}
