import { type Clock, type Logger, MillraceError } from '@millrace/core';
import type { Database } from '@millrace/database';
import type { EngineObserver } from './engine-observer.ts';
import type { EngineLimits } from './limits.ts';
import { CallTableKeeper } from './producer/call-table-keeper.ts';
import { ProducerLines } from './producer/producer-lines.ts';
import { ProducerTables } from './producer/producer-tables.ts';

export interface ProducersOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: EngineLimits;
  readonly observer: EngineObserver;
}

/** What a node has to do with producers. */
export interface Producers {
  readonly tables: ProducerTables;
  readonly lines: ProducerLines;
  /** Takes note of calls that were appended. */
  noteAppended(calls: number): void;
  /** Takes no more calls; those that a lane has are finished by it. */
  stop(): void;
  /** Ends the background work. */
  close(): Promise<void>;
}

/** Makes the parts of a node that calls with a producer need. */
export function createProducers(options: ProducersOptions): Producers {
  const { database, clock, limits } = options;
  const { pool } = database;
  const tables = new ProducerTables({ pool, clock, answerMs: limits.deliveryTimeoutMs });
  const keeper = new CallTableKeeper({ ...options, pool });
  const lines = new ProducerLines({ ...options, pool, tables });
  return {
    tables,
    lines,
    noteAppended: (calls) => keeper.noteAppended(calls),
    stop: () =>
      lines.close(new MillraceError('SHUTTING_DOWN', 'This node is stopping: send the records to another one.')),
    close: () => keeper.close(),
  };
}
