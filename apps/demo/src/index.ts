export { dataSetPath } from './flights/data-set.ts';
export type { Flight, FlightSource } from './flights/flight.ts';
export { openFlights } from './flights/open-flights.ts';
