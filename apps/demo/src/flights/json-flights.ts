import { readFile } from 'node:fs/promises';
import type { Flight, FlightSource } from './flight.ts';

/** A small file of flights: one JSON array. */
export async function openJsonFlights(path: string): Promise<FlightSource> {
  const flights = JSON.parse(await readFile(path, 'utf8')) as readonly Flight[];
  return {
    count: flights.length,
    async *read() {
      yield flights;
    },
  };
}
