import type { Client, DatabaseError } from 'pg';
import { PipelineWriter } from './pipeline-writer.ts';

/**
 * Several statements sent in one go over one connection, with one Sync at the end: the round trips of a transaction become
 * one, and after an error Postgres skips the rest. Parameters are binary; results are text (node-postgres cannot hand
 * out binary ones, its issue 3495).
 *
 * Source: PostgreSQL's documentation, "Message Formats" and "Extended Query". Rests on node-postgres's `Submittable`, the
 * interface that pg-cursor and pg-copy-streams use.
 */

export interface StatementResult {
  /** Command tag, for example `COMMIT` or `INSERT 0 1`. */
  readonly tag: string;
  /** Rows as text, column by column. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** The part of node-postgres's connection that is used here; not in its types. */
interface WireConnection {
  readonly stream: { cork(): void; uncork(): void; write(chunk: Buffer): boolean; destroy(error: Error): void };
}

/** One run of a pipeline, as node-postgres's client drives it. */
class PipelineRun {
  readonly #chunks: Buffer[];
  readonly #resolve: (results: StatementResult[]) => void;
  readonly #reject: (error: unknown) => void;
  readonly #results: StatementResult[] = [];
  #rows: (string | null)[][] = [];

  constructor(chunks: Buffer[], resolve: (results: StatementResult[]) => void, reject: (error: unknown) => void) {
    this.#chunks = chunks;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: WireConnection): void {
    connection.stream.cork();
    for (const chunk of this.#chunks) connection.stream.write(chunk);
    connection.stream.uncork();
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    this.#rows.push(message.fields);
  }

  handleCommandComplete(message: { text: string }): void {
    this.#results.push({ tag: message.text, rows: this.#rows });
    this.#rows = [];
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#results);
  }

  handleError(error: DatabaseError): void {
    this.#reject(error);
  }

  handleRowDescription(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

/** A connection that runs pipelines, one at a time. Remembers which statements it has parsed. */
export class PipelineSession {
  readonly client: Client;
  readonly #prepared = new Set<string>();
  /** Statements whose Parse may or may not have taken effect: closed before they are parsed again. */
  readonly #uncertain = new Set<string>();
  readonly #toClose: string[] = [];

  constructor(client: Client) {
    this.client = client;
  }

  /**
   * Sends what `build` writes and resolves with the result of each executed statement, in order. Rejects with the first
   * error; an open transaction is then still there, failed, and wants a `rollback`.
   */
  run(build: (writer: PipelineWriter) => void): Promise<StatementResult[]> {
    const parsed: string[] = [];
    const writer = new PipelineWriter((statement, target) => {
      if (this.#prepared.has(statement.name)) return;
      if (this.#uncertain.delete(statement.name)) target.closeStatement(statement.name);
      target.parse(statement);
      this.#prepared.add(statement.name);
      parsed.push(statement.name);
    });
    for (const name of this.#toClose.splice(0)) writer.closeStatement(name);
    build(writer);
    const chunks = writer.finish();
    return new Promise<StatementResult[]>((resolve, reject) => {
      this.client.query(
        new PipelineRun(chunks, resolve, (error) => {
          for (const name of parsed) {
            this.#prepared.delete(name);
            this.#uncertain.add(name);
          }
          reject(error);
        }) as never,
      );
    });
  }

  /** Cuts the connection; what runs on it is rejected. */
  destroy(): void {
    const { connection } = this.client as unknown as { connection: WireConnection };
    connection.stream.destroy(new Error('Connection terminated: the server gave no answer'));
  }

  /** Lets the server forget a statement, with the next run. */
  forget(name: string): void {
    if (this.#prepared.delete(name)) this.#toClose.push(name);
  }

  /** The same for all statements whose names match. */
  forgetAll(matches: (name: string) => boolean): void {
    for (const name of [...this.#prepared]) if (matches(name)) this.forget(name);
  }
}
