import { record, type TestEngine, textOf, until } from '@millrace/engine/testing';
import { createStreams, type Streams, type StreamsOptions } from '../application/streams.ts';

/** Retries soon: an outage of a test is short. */
const limits = { retryMs: 20, maxRetryMs: 200 };

let made = 0;

/** Topics and applications of a test on a log, each with a name of its own. */
export class LogApp {
  readonly log: TestEngine;
  readonly apps: Streams[] = [];
  readonly #suffix = String(++made);

  constructor(log: TestEngine) {
    this.log = log;
  }

  /** Made with the first call; one partition unless it says so. */
  async topic(name: string, partitionCount = 1): Promise<string> {
    const full = this.name(name);
    await this.log.engine.topics.create({ name: full, partitionCount });
    return full;
  }

  name(name: string): string {
    return `${name}-${this.#suffix}`;
  }

  make(define: (app: Streams) => unknown, options: Partial<StreamsOptions> = {}): Streams {
    const app = createStreams({
      applicationId: this.name('app'),
      engine: this.log.engine,
      ...options,
      limits: { ...limits, ...options.limits },
    });
    define(app);
    this.apps.push(app);
    return app;
  }

  async start(define: (app: Streams) => unknown, options: Partial<StreamsOptions> = {}): Promise<Streams> {
    const app = this.make(define, options);
    await app.start();
    return app;
  }

  /** JSON values by key. */
  async put(topic: string, values: readonly (readonly [key: string, value: unknown])[]): Promise<void> {
    const records = values.map(([key, value]) =>
      record(key, typeof value === 'string' ? value : JSON.stringify(value)),
    );
    await this.log.engine.append({ topic, records });
  }

  /** All values of a topic as texts: those of a partition in their order. */
  async values(topic: string): Promise<string[]> {
    const { engine } = this.log;
    const found: string[] = [];
    for (const { partition, logStartOffset, endOffset } of await engine.topics.bounds(topic)) {
      for (let offset = logStartOffset; offset < endOffset; ) {
        const batch = await engine.fetch({ topic, partition, offset });
        for (const { value } of batch) found.push(textOf(value) ?? 'null');
        offset = batch.nextOffset;
      }
    }
    return found;
  }

  lag(): Promise<number | null | undefined> {
    return this.log.engine.groups.describe(this.name('app')).then((group) => group?.lag);
  }

  /** Resolves once all that was put is committed. */
  async done(limitMs?: number): Promise<void> {
    await until('all to be processed', async () => (await this.lag()) === 0, limitMs);
  }

  async stop(): Promise<void> {
    for (const app of this.apps.splice(0)) await app.stop();
  }
}

/** What an application has failed with. */
export async function failureOfApp(app: Streams): Promise<unknown> {
  return app.ended.then(
    () => undefined,
    (error) => error,
  );
}
