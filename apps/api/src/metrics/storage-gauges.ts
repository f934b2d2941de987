import type { Clock, Logger } from '@millrace/core';
import type { LogStorage, TopicAdmin } from '@millrace/engine';
import { Gauge, type Registry } from 'prom-client';
import { keptAnswer } from './kept-answer.ts';

const maxTopics = 1_000;

export interface StorageGaugesOptions {
  readonly registry: Registry;
  /** Throws while there is no database. */
  readonly topics: () => TopicAdmin;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Adds what the first 1,000 topics by name have on disk, and what waits to be dropped. Every node shows the same. */
export function watchStorage({ registry, topics, clock, logger }: StorageGaugesOptions): void {
  const ask = async () => topics().storage({ first: maxTopics });
  const look = keptAnswer(ask, { clock, logger, failure: 'Metrics of storage could not be looked up' });
  const registers = [registry];
  new Gauge({
    name: 'millrace_topic_bytes',
    help: "Bytes on disk of a topic's segments, with indexes.",
    labelNames: ['topic'],
    registers,
    async collect() {
      const storage = await look();
      this.reset();
      for (const { name, bytes } of storage?.topics ?? []) this.set({ topic: name }, bytes);
    },
  });
  const waiting = (name: string, help: string, value: (storage: LogStorage) => number): void => {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        const storage = await look();
        if (storage) this.set(value(storage));
        else this.remove();
      },
    });
  };
  waiting(
    'millrace_waiting_tables',
    'Tables that left the log and wait until nobody reads them any more.',
    (storage) => storage.waitingTables,
  );
  waiting('millrace_waiting_bytes', 'Bytes on disk of tables that left the log.', (storage) => storage.waitingBytes);
}
