import { Consumer } from './consume/consumer.ts';
import { openFlights } from './flights/open-flights.ts';
import { HttpClient } from './graphql/http-client.ts';
import type { Options } from './options.ts';
import { PeakMemory } from './peak-memory.ts';
import { createProducer } from './produce/producer.ts';
import { StalledSubscriber } from './stalled-subscriber.ts';
import { summary } from './summary.ts';
import { Progress } from './terminal/progress.ts';
import { prepareTopic } from './topic.ts';
import { compare } from './verdict.ts';

/** How long nothing may arrive before what is missing counts as missing. */
const idleMs = 30_000;
/** Two of the API's keep-alive intervals pass before it gives a subscriber up. */
const stalledTimeoutMs = 60_000;
/** What the API may take at most, whatever its subscribers do. */
const maxApiBytes = 400 * 1024 * 1024;

export interface DemoResult {
  readonly ok: boolean;
  readonly text: string;
}

/** Produces the flights, consumes them meanwhile, and compares. */
export async function runDemo(graphqlUrl: string, options: Options): Promise<DemoResult> {
  const source = await openFlights(options);
  const client = new HttpClient(graphqlUrl);
  const topic = await prepareTopic(client, options);
  const memory = new PeakMemory(client);
  const stalled = options.stalledSubscriber ? new StalledSubscriber(client, graphqlUrl, topic.name) : undefined;
  const progress = new Progress(source.count);
  const consumer = new Consumer(graphqlUrl, topic, (consumed) => {
    progress.consumed = consumed;
  });
  try {
    const producer = createProducer(client, topic, source, (produced) => {
      progress.produced = produced;
    });
    const startedAt = performance.now();
    await Promise.race([producer.run(), consumer.ended]);
    const producedAt = performance.now();
    await consumer.wait(producer.produced, idleMs).catch((error: Error) => {
      progress.stop();
      process.stderr.write(`${error.message}\n`);
    });
    progress.stop();
    await memory.stop();
    const outcome = await stalled?.outcome(stalledTimeoutMs);
    const verdict = compare(
      source.count,
      producer.chains.map((chain) => chain.hash),
      consumer.partitions,
    );
    return {
      ok: verdict.ok && (outcome?.ended ?? true) && (memory.peakBytes ?? 0) <= maxApiBytes,
      text: summary({
        produced: { count: producer.produced, seconds: (producedAt - startedAt) / 1000 },
        consumed: { count: consumer.consumed, seconds: (consumer.lastBatchAt - startedAt) / 1000 },
        worst: consumer.delays.worst(10),
        apiPeakBytes: memory.peakBytes,
        maxApiBytes,
        clientPeakBytes: process.resourceUsage().maxRSS * 1024,
        stalled: outcome?.text,
        verdict,
      }),
    };
  } finally {
    progress.stop();
    stalled?.close();
    await memory.stop();
    await consumer.close();
    client.close();
  }
}
