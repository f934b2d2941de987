import type { Client, DatabaseError } from 'pg';

/**
 * Several statements sent in one go over one connection, with one Sync at the end: the round trips of a transaction become
 * one, and after an error Postgres skips the rest. Parameters are binary; results are text (node-postgres cannot hand
 * out binary ones, its issue 3495).
 *
 * Source: PostgreSQL's documentation, "Message Formats" and "Extended Query". Rests on node-postgres's `Submittable`, the
 * interface that pg-cursor and pg-copy-streams use.
 */

/** A statement that is parsed once a connection. The name must tell statements apart; the text never changes. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

export interface StatementResult {
  /** Command tag, for example `COMMIT` or `INSERT 0 1`. */
  readonly tag: string;
  /** Rows as text, column by column. */
  readonly rows: readonly (readonly (string | null)[])[];
}

enum Code {
  Parse = 0x50,
  Bind = 0x42,
  Execute = 0x45,
  Close = 0x43,
  Sync = 0x53,
}

const initialBytes = 16 * 1024;

/** Writes the messages of one pipeline. Big parameters are not copied: they go to the socket as they are. */
export class PipelineWriter {
  readonly #chunks: Buffer[] = [];
  readonly #prepare: (statement: PreparedStatement, writer: PipelineWriter) => void;
  #buffer = Buffer.allocUnsafe(initialBytes);
  /** Where the part of `#buffer` begins that is not in `#chunks` yet. */
  #start = 0;
  #end = 0;
  /** The length word of the Bind that is being written; it may lie in a chunk that was already closed. */
  #lengthBuffer = this.#buffer;
  #lengthAt = 0;
  #length = 0;
  executed = 0;

  constructor(prepare: (statement: PreparedStatement, writer: PipelineWriter) => void) {
    this.#prepare = prepare;
  }

  /** Starts binding `statement` to `portal` with `count` parameters, which follow in order. */
  bind(portal: string, statement: PreparedStatement, count: number): void {
    this.#prepare(statement, this);
    this.#begin(Code.Bind);
    this.#string(portal);
    this.#string(statement.name);
    this.#int16(1);
    this.#int16(1); // every parameter is binary
    this.#int16(count);
    if (count === 0) this.#finishBind();
    this.#parametersLeft = count;
  }

  #parametersLeft = 0;

  null(): void {
    this.#int32(-1);
    this.#parameterDone();
  }

  int2(value: number): void {
    this.#int32(2);
    this.#int16(value);
    this.#parameterDone();
  }

  int4(value: number): void {
    this.#int32(4);
    this.#int32(value);
    this.#parameterDone();
  }

  /** A whole number up to 2^53. */
  int8(value: number): void {
    this.#int32(8);
    this.#reserve(8);
    const high = Math.floor(value / 0x1_0000_0000);
    this.#end = this.#buffer.writeInt32BE(high, this.#end);
    this.#end = this.#buffer.writeUInt32BE(value - high * 0x1_0000_0000, this.#end);
    this.#length += 8;
    this.#parameterDone();
  }

  int4Array(values: readonly number[]): void {
    this.#int32(20 + values.length * 8);
    for (const word of [1, 0, 23, values.length, 1]) this.#int32(word);
    for (const value of values) {
      this.#int32(4);
      this.#int32(value);
    }
    this.#parameterDone();
  }

  /** A value already in its binary form. It is not copied and must not change until the pipeline has run. */
  binary(value: Buffer): void {
    this.#int32(value.length);
    this.#closeChunk();
    this.#chunks.push(value);
    this.#length += value.length;
    this.#parameterDone();
  }

  execute(portal: string): void {
    this.#begin(Code.Execute);
    this.#string(portal);
    this.#int32(0);
    this.#finish();
    this.executed += 1;
  }

  /** Binds without parameters and executes at once. */
  run(statement: PreparedStatement): void {
    this.bind('', statement, 0);
    this.execute('');
  }

  parse(statement: PreparedStatement): void {
    this.#begin(Code.Parse);
    this.#string(statement.name);
    this.#string(statement.text);
    this.#int16(0);
    this.#finish();
  }

  closeStatement(name: string): void {
    this.#begin(Code.Close);
    this.#reserve(1);
    this.#buffer[this.#end++] = 0x53; // 'S': a statement, not a portal
    this.#length += 1;
    this.#string(name);
    this.#finish();
  }

  /** Ends the pipeline and gives what is to be written, in order. */
  finish(): Buffer[] {
    this.#begin(Code.Sync);
    this.#finish();
    this.#closeChunk();
    return this.#chunks;
  }

  #parameterDone(): void {
    this.#parametersLeft -= 1;
    if (this.#parametersLeft === 0) this.#finishBind();
  }

  #finishBind(): void {
    this.#int16(0); // every result column as text
    this.#finish();
  }

  #begin(code: Code): void {
    this.#reserve(5);
    this.#buffer[this.#end++] = code;
    this.#lengthBuffer = this.#buffer;
    this.#lengthAt = this.#end;
    this.#end += 4;
    this.#length = 4;
  }

  #finish(): void {
    this.#lengthBuffer.writeInt32BE(this.#length, this.#lengthAt);
  }

  #string(value: string): void {
    const size = Buffer.byteLength(value);
    this.#reserve(size + 1);
    this.#buffer.write(value, this.#end, 'utf8');
    this.#buffer[this.#end + size] = 0;
    this.#end += size + 1;
    this.#length += size + 1;
  }

  #int16(value: number): void {
    this.#reserve(2);
    this.#end = this.#buffer.writeInt16BE(value, this.#end);
    this.#length += 2;
  }

  #int32(value: number): void {
    this.#reserve(4);
    this.#end = this.#buffer.writeInt32BE(value, this.#end);
    this.#length += 4;
  }

  /** Room for `size` more bytes; what was written stays where it is, in a chunk of its own. */
  #reserve(size: number): void {
    if (this.#end + size <= this.#buffer.length) return;
    this.#closeChunk();
    this.#buffer = Buffer.allocUnsafe(Math.max(initialBytes, size));
    this.#start = 0;
    this.#end = 0;
  }

  #closeChunk(): void {
    if (this.#end > this.#start) this.#chunks.push(this.#buffer.subarray(this.#start, this.#end));
    this.#start = this.#end;
  }
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
}
