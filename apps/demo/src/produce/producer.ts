import { partitionOfKey } from '@millrace/engine';
import type { FlightSource } from '../flights/flight.ts';
import type { HttpClient } from '../graphql/http-client.ts';
import type { DemoTopic } from '../topic.ts';
import { PartitionChain } from './partition-chain.ts';

export interface Producer {
  readonly produced: number;
  /** What was produced to each partition, in order. */
  readonly chains: readonly PartitionChain[];
  /** Produces all flights in their order; resolves when all are acknowledged. */
  run(): Promise<void>;
}

/**
 * Produces flights keyed by their origin. The client knows the partition of a key as Kafka's clients do, so that it can keep
 * the order of each partition and still have a mutation on its way to every one.
 */
export function createProducer(
  client: HttpClient,
  topic: DemoTopic,
  source: FlightSource,
  onProgress: (produced: number) => void,
): Producer {
  let produced = 0;
  const chains = topic.endOffsets.map(
    (nextOffset, partition) =>
      new PartitionChain({
        client,
        topic: topic.name,
        partition,
        nextOffset,
        onProduced(count) {
          produced += count;
          onProgress(produced);
        },
      }),
  );
  const chainOf = new Map<string, PartitionChain>();
  const chain = (origin: string): PartitionChain => {
    let found = chainOf.get(origin);
    if (!found) {
      found = chains[partitionOfKey(Buffer.from(origin), chains.length)] as PartitionChain;
      chainOf.set(origin, found);
    }
    return found;
  };
  return {
    get produced() {
      return produced;
    },
    chains,
    async run() {
      for await (const flights of source.read()) {
        for (const flight of flights) {
          const target = chain(flight.origin);
          target.push(flight.origin, JSON.stringify(flight));
          if (target.full) await target.drain();
        }
      }
      await Promise.all(chains.map((each) => each.end()));
    },
  };
}
