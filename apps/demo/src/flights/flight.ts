/** A flight within the United States in 2001. */
export interface Flight {
  /** As the data set gives it, local time. */
  readonly date: string;
  /** Minutes at arrival; negative when early. */
  readonly delay: number;
  /** Miles. */
  readonly distance: number;
  /** IATA code of the airport it left. */
  readonly origin: string;
  readonly destination: string;
}

/** Flights in their order, some at a time. */
export interface FlightSource {
  readonly count: number;
  read(): AsyncIterable<readonly Flight[]>;
}
