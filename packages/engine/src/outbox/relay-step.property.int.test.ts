import { systemClock } from '@millrace/core';
import { PipelineSession } from '@millrace/database';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.ts';
import { defaultLimits } from '../limits.ts';
import { random } from '../testing/random.ts';
import { take, textOf } from '../testing/records.ts';
import { createTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { TopicCatalogue } from '../topic/topic-catalogue.ts';
import { lookAfterOutbox } from './look-after-outbox.ts';
import { readOutboxState } from './outbox-progress.ts';
import { relayStep } from './relay-step.ts';

let log: TestEngine;
let engine: Engine;
let clients: pg.Client[];

beforeEach(async () => {
  log = await createTestEngine();
  for (const name of ['a', 'b']) await log.engine.topics.create({ name, partitionCount: 3 });
  await log.engine.topics.create({ name: 'before' });
  clients = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const client = new pg.Client(log.test.url);
      await client.connect();
      return client;
    }),
  );
  await log.engine.close();
  await clients[0]?.query(`select millrace.produce('before', null, '1')`);
  // Its relay looks until there is nothing, and then no more: the test takes every step.
  engine = await log.node({ limits: { outboxPollIntervalMs: 1e8 } });
  await take(engine.read({ topics: ['before'], from: { edge: 'EARLIEST' } }), 1);
});

afterEach(async () => {
  for (const client of clients) await client.end();
  await log.remove();
});

interface Produced {
  readonly value: string;
  readonly transaction: Transaction;
  readonly at: number;
  /** Rolled back with the transaction or with a savepoint. */
  undone: boolean;
}

interface Transaction {
  readonly client: pg.Client;
  committedAt: number;
  /** Where each savepoint begins in `produced`. */
  savepoints: number[];
  produced: Produced[];
}

/** Plays transactions against each other and the relay, with a step of one of them at a time, and gives what was produced. */
async function play(seed: number): Promise<Produced[]> {
  const chance = random(seed);
  const below = (limit: number) => Math.floor(chance() * limit);
  const session = new PipelineSession(await log.database.connect());
  const limits = {
    ...defaultLimits,
    maxRecordsPerCall: 1 + below(6),
    maxFlushPartitions: 1 + below(4),
    maxFlushBytes: 10 + below(200),
  };
  const catalogue = new TopicCatalogue({ pool: log.database.pool, clock: systemClock, answerMs: 30_000 });
  let state = await readOutboxState(session.client);
  let progress = state.progress;
  const relay = async () => {
    const step = await relayStep({ session, tableIds: state.tableIds, catalogue, limits }, progress);
    progress = step.progress;
    return step.again;
  };
  const open = new Map<pg.Client, Transaction>();
  const all: Produced[] = [];
  const end = async (transaction: Transaction, how: 'commit' | 'rollback', now: number) => {
    await transaction.client.query(how);
    open.delete(transaction.client);
    if (how === 'commit') transaction.committedAt = now;
    else for (const each of transaction.produced) each.undone = true;
  };
  for (let now = 0; now < 250; now++) {
    const client = clients[below(clients.length)] as pg.Client;
    const transaction = open.get(client);
    const choice = chance();
    if (choice < 0.25) {
      await relay();
    } else if (choice < 0.28) {
      // A relay that is killed knows no more than what was committed.
      state = await readOutboxState(session.client);
      progress = state.progress;
    } else if (choice < 0.32) {
      // Every table counts as full.
      const refused = (_: number, error: unknown) => {
        throw error;
      };
      if (await lookAfterOutbox(session.client, state, 1, refused)) state = await readOutboxState(session.client);
    } else if (!transaction) {
      await client.query(`begin isolation level ${chance() < 0.5 ? 'read committed' : 'repeatable read'}`);
      // An old snapshot, and a transaction whose id is older than what it produces.
      if (chance() < 0.5) await client.query('select count(*) from millrace.topics');
      if (chance() < 0.5) await client.query('select pg_current_xact_id()');
      open.set(client, { client, committedAt: Number.POSITIVE_INFINITY, savepoints: [], produced: [] });
    } else if (choice < 0.72) {
      const count = chance() < 0.2 ? 1 + below(12) : 1;
      for (let i = 0; i < count; i++) {
        const produced = { value: `${now}/${i}`, transaction, at: now, undone: false };
        transaction.produced.push(produced);
        all.push(produced);
        const key = chance() < 0.2 ? null : `k${below(8)}`;
        await client.query('select millrace.produce($1, $2, $3)', [
          chance() < 0.5 ? 'a' : 'b',
          key,
          JSON.stringify(produced.value),
        ]);
      }
    } else if (choice < 0.78) {
      await client.query('savepoint s');
      transaction.savepoints.push(transaction.produced.length);
    } else if (choice < 0.83) {
      const from = transaction.savepoints.pop();
      if (from === undefined) continue;
      await client.query('rollback to savepoint s; release savepoint s');
      for (const each of transaction.produced.splice(from)) each.undone = true;
    } else {
      await end(transaction, choice < 0.94 ? 'commit' : 'rollback', now);
    }
  }
  for (const [i, transaction] of [...open.values()].entries()) {
    await end(transaction, chance() < 0.5 ? 'commit' : 'rollback', 1000 + i);
    if (chance() < 0.5) await relay();
  }
  while (await relay());
  await session.client.end();
  return all;
}

/** What is in the log, partition by partition. */
async function partitions(): Promise<string[][]> {
  const read: string[][] = [];
  for (const topic of ['a', 'b']) {
    for (const { partition, endOffset } of await engine.topics.bounds(topic)) {
      const values: string[] = [];
      while (values.length < endOffset) {
        for (const { value } of await engine.fetch({ topic, partition, offset: values.length }))
          values.push(JSON.parse(textOf(value) as string));
      }
      read.push(values);
    }
  }
  return read;
}

describe('L36 L37 L39: transactions that commit, roll back and stay open, in any order, with a relay that takes any number of steps', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    it(`leave each committed record in the log once, what was produced behind a commit behind it (${seed})`, async () => {
      const all = await play(seed);
      const logged = await partitions();
      const committed = all.filter(({ undone }) => !undone);
      expect(logged.flat().sort()).toEqual(committed.map(({ value }) => value).sort());
      expect(committed.length).toBeGreaterThan(50);
      const byValue = new Map(all.map((each) => [each.value, each]));
      for (const values of logged) {
        const records = values.map((value) => byValue.get(value) as Produced);
        for (const [i, later] of records.entries()) {
          for (const earlier of records.slice(0, i)) {
            const behind =
              later.transaction === earlier.transaction
                ? all.indexOf(later) < all.indexOf(earlier)
                : later.transaction.committedAt < earlier.at;
            expect(behind, `${later.value} is behind ${earlier.value}`).toBe(false);
          }
        }
      }
    });
  }
});
