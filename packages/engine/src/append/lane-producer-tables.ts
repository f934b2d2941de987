import { insertsProducerCalls } from '../producer/insert-calls.ts';
import type { OpenProducerTables, ProducerTables } from '../producer/producer-tables.ts';
import type { LaneConnection } from './lane-connection.ts';

/** The tables of producers' calls, as the flush of a lane that was built last knew them. */
export class LaneProducerTables {
  readonly #tables: ProducerTables;
  readonly #connection: LaneConnection;
  #known: OpenProducerTables | undefined;

  constructor(tables: ProducerTables, connection: LaneConnection) {
    this.#tables = tables;
    this.#connection = connection;
  }

  /** Those of a flush that is built now. */
  readonly open = (): OpenProducerTables => {
    const { current } = this.#tables;
    // Statements of older tables are of no use any more.
    if (current !== this.#known) this.#connection.forgetAll(insertsProducerCalls);
    this.#known = current;
    return current;
  };

  /** Looks them up, unless that was done since the last flush was built. */
  async refresh(): Promise<void> {
    await this.#tables.refresh(this.#known);
  }

  /** Whether they are others by now: one that was dropped is missed like a segment. */
  async areOthers(): Promise<boolean> {
    await this.refresh().catch(() => undefined);
    return this.#tables.current !== this.#known;
  }
}
