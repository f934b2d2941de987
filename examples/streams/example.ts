// What the examples share and your program has no need of: a database that may be thrown away, records into a topic, and a look into one.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, migrate, openDatabase } from '@millrace/database';
import { createEngine, type Engine, type RecordToAppend } from '@millrace/engine';
import type { Streams } from '@millrace/streams-rx';
import { beginAfresh, Refusal } from './begin-afresh.ts';

const lookAgainMs = 20;

export interface ExampleRecord {
  readonly key: string | null;
  /** null: a tombstone. */
  readonly value: unknown;
  /** ms since 1970. Default: now. */
  readonly timestamp?: number;
}

export interface StartedDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/** Ends this program after `close`: with 1 when something fails, with 128 and its number at a signal. */
function endInOrder(close: () => Promise<void>): void {
  let ending = false;
  const end = (code: number, error?: Error) => {
    // Ctrl-C comes from the terminal and from npm; and what fails behind it fails because of it.
    if (ending) return;
    ending = true;
    if (error) console.error(error instanceof Refusal ? error.message : error);
    void close().finally(() => process.exit(code));
  };
  process.on('uncaughtException', (error) => end(1, error));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => end(128 + constants.signals[signal]));
  }
}

/**
 * A Postgres of its own, gone when it stops; or the one that DATABASE_URL names, which stays. From here on it stops behind
 * `close` also when the program fails or is interrupted.
 */
export async function startDatabase(close = async () => {}): Promise<StartedDatabase> {
  const { DATABASE_URL: given } = process.env;
  if (given) {
    endInOrder(close);
    return { url: given, stop: async () => {} };
  }
  const directory = mkdtempSync(join(tmpdir(), 'millrace-example-'));
  // As root, Postgres runs as another user, who must get in.
  chmodSync(directory, 0o755);
  const postgres = new EmbeddedPostgres({ directory });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= postgres.stop().finally(() => rmSync(directory, { recursive: true, force: true }));
    return stopped;
  };
  endInOrder(() => close().finally(stop));
  const { localUrl: url } = await postgres.start();
  return { url, stop };
}

/** An engine on a database with the topics of an example, empty. */
export class Example {
  readonly engine: Engine;
  readonly databaseUrl: string;
  readonly #close: () => Promise<void>;

  private constructor(engine: Engine, databaseUrl: string, close: () => Promise<void>) {
    this.engine = engine;
    this.databaseUrl = databaseUrl;
    this.#close = close;
  }

  /** Topics of three partitions, unless a number says otherwise, and an application that begins from scratch. */
  static async open(
    application: string,
    topics: { readonly [name: string]: number } | readonly string[],
  ): Promise<Example> {
    const opened: { close(): Promise<void> }[] = [];
    const close = async () => {
      for (const each of opened.toReversed()) await each.close();
    };
    const server = await startDatabase(close);
    const database = await openDatabase({ url: server.url });
    opened.push(database);
    await migrate(database);
    const engine = await createEngine({ database, node: { role: 'example' } });
    opened.push(engine);
    const counts = Array.isArray(topics) ? Object.fromEntries(topics.map((name) => [name, 3])) : topics;
    await beginAfresh(engine, application, counts);
    return new Example(engine, server.url, () => close().finally(server.stop));
  }

  /** Keys as text, values as JSON. */
  async produce(topic: string, records: readonly ExampleRecord[]): Promise<void> {
    const encoded = records.map(
      ({ key, value, timestamp }): RecordToAppend => ({
        key: key === null ? null : Buffer.from(key),
        value: value === null ? null : Buffer.from(JSON.stringify(value)),
        timestamp,
      }),
    );
    for (let at = 0; at < encoded.length; at += 5_000) {
      await this.engine.append({ topic, records: encoded.slice(at, at + 5_000) });
    }
  }

  /** Resolves once an application has nothing left to do; rejects when it has failed. */
  async processed(app: Streams, limitMs = 120_000): Promise<void> {
    await Promise.race([this.#caughtUp(app.applicationId, limitMs), app.ended]);
  }

  async #caughtUp(applicationId: string, limitMs: number): Promise<void> {
    // Twice: what a task writes for another one may come while the first look is under way.
    let seen = 0;
    const isDone = async () => {
      const group = await this.engine.groups.describe(applicationId);
      seen = group && group.partitions.length > 0 && group.lag === 0 ? seen + 1 : 0;
      return seen === 2;
    };
    await this.until(`${applicationId} to be done`, isDone, limitMs);
  }

  /** Looks again and again, and fails when the limit is over. */
  async until(what: string, isTrue: () => Promise<boolean>, limitMs = 120_000): Promise<void> {
    const giveUpAt = performance.now() + limitMs;
    while (!(await isTrue())) {
      if (performance.now() > giveUpAt) throw new Error(`Waited ${limitMs / 1000} s for ${what}.`);
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
    }
  }

  /** All records of a topic, by time. */
  async records<V>(topic: string): Promise<{ key: string | null; value: V; timestamp: number }[]> {
    const all = [];
    for (let from: { cursor: string } | { edge: 'EARLIEST' } = { edge: 'EARLIEST' }; ; ) {
      const page = await this.engine.page({ topic, from, limit: 10_000 });
      for (const { key, value, timestamp } of page.records) {
        all.push({
          key: key && Buffer.from(key).toString(),
          value: value && JSON.parse(Buffer.from(value).toString()),
          timestamp,
        });
      }
      if (page.atEnd) return all;
      from = { cursor: page.next };
    }
  }

  /** The newest value of each key, without those that a tombstone took out. */
  async latest<V>(topic: string): Promise<{ [key: string]: V }> {
    const newest = (await this.records<V | null>(topic)).map(({ key, value }) => [key, value] as const);
    return Object.fromEntries([...new Map(newest)].filter(([, value]) => value !== null));
  }

  close(): Promise<void> {
    return this.#close();
  }
}
