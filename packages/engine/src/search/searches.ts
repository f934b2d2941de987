import { type Clock, MillraceError } from '@millrace/core';
import type { Pool, PoolClient } from 'pg';
import type { PageInput, RecordPage } from '../engine.ts';
import type { EngineObserver } from '../engine-observer.ts';
import { isDroppedTable } from '../fetch/retry-dropped.ts';
import { translateReading } from '../fetch/translate-reading.ts';
import { Turns } from '../group/turns.ts';
import type { EngineLimits } from '../limits.ts';
import { type PageStart, pageOfRecords } from '../position/page.ts';
import type { BoundedPartition } from '../position/resolve-position.ts';
import type { TopicState } from '../topic/topic-state.ts';
import type { PreparedFilter } from './find-matches.ts';
import { isPredicate } from './json-path.ts';
import { LogSearch } from './log-search.ts';
import { isStatementTimeout, type ReadLimit, readWithin } from './read-within.ts';
import { asksForKeyOnly, assertFilter, type RecordFilter } from './record-filter.ts';
import { SearchSession } from './search-session.ts';

export interface SearchesOptions {
  /** Without a pooler between: its connections keep what was planned on them. */
  readonly pool: Pool;
  readonly clock: Clock;
  readonly limits: Pick<
    EngineLimits,
    'maxPageBytes' | 'searchBudgetMs' | 'searchStatementTimeoutMs' | 'searchConnections' | 'maxSearches'
  >;
  readonly observer: Pick<EngineObserver, 'searched'>;
}

/** How long a search keeps a connection before others have their turn. */
const turnMs = 300;
/** Between two statements of one search. */
const idleBetweenMs = 2_500;
/** Each failure is another table that went between two looks: more in a row than this is something else. */
const maxRestarts = 5;

/** Of connections: plans stay with them, also when the engine that made them is closed and another one uses their pool. */
const sessions = new WeakMap<PoolClient, SearchSession>();

/** Pages of records that match a filter: found in Postgres, a few rows at a time, by a bounded number of sessions. */
export class Searches {
  readonly #options: SearchesOptions;
  readonly #turns: Turns;
  #running = 0;

  constructor(options: SearchesOptions) {
    this.#options = options;
    this.#turns = new Turns(options.limits.searchConnections);
  }

  /** The page of `input.filter` from where it is to start. */
  async page(
    input: PageInput,
    topic: TopicState,
    partitions: readonly BoundedPartition[],
    start: PageStart,
  ): Promise<RecordPage> {
    const { clock, limits, observer } = this.#options;
    assertFilter(input.filter as RecordFilter);
    if (this.#running >= limits.maxSearches) {
      throw new MillraceError(
        'QUEUE_FULL',
        `This node runs ${this.#running} searches already (maxSearches). Try later.`,
      );
    }
    this.#running += 1;
    const startedAt = clock.monotonic();
    const deadline = startedAt + (input.budgetMs ?? limits.searchBudgetMs);
    try {
      const filter = await this.#prepare(input.filter as RecordFilter, input.signal);
      for (let restarts = 0; ; restarts++) {
        const search = new LogSearch({
          topic,
          partitions,
          direction: start.direction,
          positions: start.offsets,
          limit: start.limit,
          maxPageBytes: limits.maxPageBytes,
          filter,
          clock,
        });
        try {
          const { records, positions } = await this.#run(search, deadline, filter, input.signal);
          observer.searched(topic.name, search.scannedRecords, clock.monotonic() - startedAt);
          return pageOf(topic, partitions, records, { start, positions, search });
        } catch (error) {
          // A table in which something was found is gone before it was read.
          if (!isDroppedTable(error) || restarts === maxRestarts) throw error;
        }
      }
    } catch (error) {
      if (input.signal?.aborted) throw error;
      throw isStatementTimeout(error, input.signal)
        ? tookTooLong(limits.searchStatementTimeoutMs)
        : translateReading(error);
    } finally {
      this.#running -= 1;
    }
  }

  async #prepare(filter: RecordFilter, signal: AbortSignal | undefined): Promise<PreparedFilter> {
    const path = filter.jsonPath;
    if (path === undefined) return { filter, predicate: false };
    const { pool, limits } = this.#options;
    const timeoutMs = limits.searchStatementTimeoutMs;
    const predicate = await this.#turns.take(() =>
      readWithin(pool, { timeoutMs, signal }, (client) => isPredicate(client, path)),
    );
    return { filter, predicate };
  }

  async #run(search: LogSearch, deadline: number, { filter }: PreparedFilter, signal: AbortSignal | undefined) {
    const { pool, clock, limits } = this.#options;
    const limit = { timeoutMs: limits.searchStatementTimeoutMs, signal };
    const within = <T>(work: (session: SearchSession) => Promise<T>) =>
      asksForKeyOnly(filter)
        ? this.#withHelp(limit, work)
        : readWithin(pool, limit, (client) => work(sessionOf(client)));
    const isOver = () => clock.monotonic() >= deadline;
    for (let restarts = 0; ; ) {
      let ended = false;
      try {
        const result = await this.#turns.take(() =>
          within(async (session) => {
            await search.work(session, clock.monotonic() + turnMs, isOver);
            ended = search.end !== undefined;
            return ended ? await search.result(session) : undefined;
          }),
        );
        if (result) return result;
        restarts = 0;
      } catch (error) {
        const slow = isStatementTimeout(error, signal);
        if (ended || (!slow && !isDroppedTable(error))) throw error;
        restarts += 1;
        if (!search.restart(slow) || restarts > maxRestarts) throw error;
      }
    }
  }

  /**
   * Works on a session with another one beside it, if that can be had without anybody waiting for it. Much of what a search takes is one
   * process of Postgres reading pages, for each table or row by itself.
   */
  async #withHelp<T>({ timeoutMs, signal }: ReadLimit, work: (session: SearchSession) => Promise<T>): Promise<T> {
    const { pool } = this.#options;
    // Each stands still while the other one is at work alone.
    const limit = { timeoutMs, signal, idleMs: timeoutMs + idleBetweenMs };
    let main: SearchSession | undefined;
    let helper: SearchSession | undefined;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const meet = () => {
      if (main) main.helper = helper;
    };
    // One that cannot be had is missed by nobody.
    const helping = this.#turns
      .takeSpare(() =>
        readWithin(pool, limit, (client) => {
          helper = sessionOf(client);
          meet();
          return ended;
        }),
      )
      ?.catch(() => {});
    try {
      return await readWithin(pool, limit, async (client) => {
        const session = sessionOf(client);
        main = session;
        meet();
        try {
          return await work(session);
        } finally {
          main = undefined;
          session.helper = undefined;
          end();
        }
      });
    } finally {
      end();
      // One that still waits for a connection ends by itself.
      if (helper) await helping;
    }
  }
}

function sessionOf(client: PoolClient): SearchSession {
  const known = sessions.get(client);
  if (known) return known;
  const session = new SearchSession(client);
  sessions.set(client, session);
  return session;
}

function pageOf(
  topic: TopicState,
  partitions: readonly BoundedPartition[],
  records: RecordPage['records'],
  { start, positions, search }: { start: PageStart; positions: readonly number[]; search: LogSearch },
): RecordPage {
  const forward = start.direction === 'forward';
  const bounds = forward ? { starts: start.offsets, nexts: positions } : { starts: positions, nexts: start.offsets };
  const page = pageOfRecords(topic, partitions, records, bounds);
  const isDone = forward ? page.atEnd : page.previous === null;
  return {
    ...page,
    search: {
      ended: isDone ? 'DONE' : (search.end ?? 'TIME'),
      scannedRecords: search.scannedRecords,
      partitions: partitions.map(({ partition }, i) => ({
        partition: partition.index,
        fromOffset: bounds.starts[i] as number,
        toOffset: bounds.nexts[i] as number,
      })),
    },
  };
}

function tookTooLong(timeoutMs: number): MillraceError {
  return new MillraceError(
    'SEARCH_TIMEOUT',
    `Postgres took more than ${timeoutMs} ms to look at a single batch of records: use a simpler jsonPath, or a key or a text beside it.`,
  );
}
