import { PipelineSession, type PipelineWriter, type PreparedStatement, type StatementResult } from '@millrace/database';
import type pg from 'pg';
import { type InsertTarget, insertNames } from '../append/append-statements.ts';

/** Segments whose statements a session keeps: the oldest are forgotten, or they would be kept after their segment is gone. */
const maxSegments = 64;

/** The same for deferred statements: each is made for a table that will be gone. */
const maxDeferred = 64;

/** Takes away what a caller's SQL may have left behind: settings, a role, session locks, temporary tables, cursors, what it listens to. */
const cleanUpSql = `select pg_advisory_unlock_all(); close all; unlisten *; set session authorization default; reset all; discard temp;
discard sequences; select current_setting('idle_in_transaction_session_timeout') as idle`;

/** Of what else it may have done there is no way back but another session: prepared statements are ours, too. */
const leavesTraces = new Set(['PREPARE', 'DEALLOCATE', 'DISCARD', 'LOAD']);

/** A session of the transactions' pool: one transaction at a time. */
export class TransactionSession {
  readonly client: pg.Client;
  readonly #pipeline: PipelineSession;
  readonly #idleSetting: string;
  /** By the first name of its statements. */
  readonly #segments = new Map<string, InsertTarget>();
  /** By their text, the latest last. */
  readonly #deferred = new Map<string, PreparedStatement>();
  #deferredCount = 0;
  /** Why it cannot be used any more. */
  #lost: { readonly cause: unknown } | undefined;
  /** Whether a caller's SQL ran since it was cleaned up. */
  #used = false;
  /** Of no use behind this transaction. */
  #isSpoilt = false;

  constructor(client: pg.Client, idleSetting: string) {
    this.client = client;
    this.#pipeline = new PipelineSession(client);
    this.#idleSetting = idleSetting;
    client.on('error', (cause) => this.giveUp(cause));
    client.on('end', () => this.giveUp(new Error('Connection terminated')));
  }

  /** Set once it is of no use: what the server said first, or how the connection was lost. */
  get lost(): { readonly cause: unknown } | undefined {
    return this.#lost;
  }

  giveUp(cause: unknown): void {
    this.#lost ??= { cause };
  }

  run(build: (writer: PipelineWriter) => void): Promise<StatementResult[]> {
    return this.#pipeline.run(build);
  }

  /** A statement of the caller's. */
  async query(sql: string, parameters: readonly unknown[] | undefined): Promise<pg.QueryResult> {
    this.#used = true;
    // Without parameters Postgres takes several statements at once; then there is a result of each.
    const given = (await this.client.query(sql, parameters as unknown[] | undefined)) as
      | pg.QueryResult
      | pg.QueryResult[];
    const results = Array.isArray(given) ? given : [given];
    if (results.some(({ command }) => leavesTraces.has(command))) this.#isSpoilt = true;
    return results.at(-1) as pg.QueryResult;
  }

  /** Takes note of segments that statements were prepared for. */
  usedSegments(segments: Iterable<InsertTarget>): void {
    for (const segment of segments) {
      const [name] = insertNames(segment) as [string];
      this.#segments.delete(name);
      this.#segments.set(name, segment);
    }
    for (const segment of this.#segments.values()) {
      if (this.#segments.size <= maxSegments) break;
      this.forgetSegment(segment);
    }
  }

  /** A deferred statement under a name of this session's. */
  deferredStatement(text: string): PreparedStatement {
    const statement = this.#deferred.get(text) ?? { name: `deferred_${this.#deferredCount++}`, text };
    this.#deferred.delete(text);
    this.#deferred.set(text, statement);
    if (this.#deferred.size > maxDeferred) {
      const oldest = this.#deferred.values().next().value as PreparedStatement;
      this.#deferred.delete(oldest.text);
      this.forget(oldest.name);
    }
    return statement;
  }

  forgetSegment(segment: InsertTarget): void {
    const names = insertNames(segment);
    this.#segments.delete(names[0] as string);
    for (const name of names) this.forget(name);
  }

  /** Lets the server forget a prepared statement. */
  forget(name: string): void {
    this.#pipeline.forget(name);
  }

  /** Ends the transaction; resolves in any case. */
  async rollback(): Promise<void> {
    await this.client.query('rollback').catch((error) => this.giveUp(error));
  }

  /** Makes it as it was at its beginning, for the next transaction. */
  async cleanUp(): Promise<void> {
    if (this.#isSpoilt) this.giveUp(new Error('A caller has changed it for good.'));
    if (!this.#used || this.#lost) return;
    try {
      const results = (await this.client.query(cleanUpSql)) as unknown as pg.QueryResult<{ idle: string }>[];
      // A session whose settings were made by statements has lost them.
      if (results.at(-1)?.rows[0]?.idle !== this.#idleSetting) this.giveUp(new Error('Its settings are gone.'));
      this.#used = false;
    } catch (error) {
      this.giveUp(error);
    }
  }

  /** Cuts the connection: what runs on it is rejected, and the server rolls back. */
  destroy(cause: unknown): void {
    this.giveUp(cause);
    this.#pipeline.destroy();
  }
}
