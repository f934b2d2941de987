/** A statement that is parsed once a connection. The name must tell statements apart; the text never changes. */
export interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

enum Code {
  Parse = 0x50,
  Bind = 0x42,
  Execute = 0x45,
  Close = 0x43,
  Sync = 0x53,
}

const initialBytes = 16 * 1024;
/** Up to this size a parameter is copied behind the others: a chunk of its own costs the write to the socket more. */
const maxCopiedBytes = 4 * 1024;

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

  /** A value already in its binary form. A big one is not copied and must not change until the pipeline has run. */
  binary(value: Buffer): void {
    this.#int32(value.length);
    if (value.length <= maxCopiedBytes) {
      this.#reserve(value.length);
      this.#buffer.set(value, this.#end);
      this.#end += value.length;
    } else {
      this.#closeChunk();
      this.#chunks.push(value);
    }
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
