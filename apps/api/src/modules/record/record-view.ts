import { stringSerde } from '@millrace/core';
import type { Format, Record as LogRecord, RecordBatch, RecordHeader } from '@millrace/engine';
import { type Decoded, decodeText } from './decode-bytes.ts';
import { DecodedView } from './decoded-view.ts';

/** How a topic's keys and values are encoded. */
export interface RecordFormats {
  readonly keyFormat: Format;
  readonly valueFormat: Format;
}

/**
 * A record as the schema's `Record`: fields are computed when they are selected, and not before. There is one for each
 * record that goes out, so it holds nothing but where it is.
 */
export abstract class RecordView extends DecodedView {
  protected readonly formats: RecordFormats;

  constructor(formats: RecordFormats) {
    super();
    this.formats = formats;
  }

  abstract readonly topic: string;
  abstract readonly partition: number;
  abstract readonly offset: number;
  abstract readonly timestamp: number;
  abstract readonly keyBytes: Uint8Array | null;
  abstract readonly valueBytes: Uint8Array | null;
  protected abstract keyText(): string | null;
  protected abstract valueText(): string | null;
  protected abstract rawHeaders(): readonly RecordHeader[];

  get tombstone(): boolean {
    return this.valueBytes === null;
  }

  get headers(): HeaderView[] {
    return this.rawHeaders().map((header) => new HeaderView(header));
  }

  protected decodeKey(): Decoded {
    return decodeText(this.formats.keyFormat, this.keyText(), () => this.keyBytes);
  }

  protected decodeValue(): Decoded {
    return decodeText(this.formats.valueFormat, this.valueText(), () => this.valueBytes);
  }
}

class HeaderView {
  readonly key: string;
  readonly valueBytes: Uint8Array | null;

  constructor(header: RecordHeader) {
    this.key = header.key;
    this.valueBytes = header.value;
  }

  /** null where it is null or not UTF-8. */
  get value(): string | null {
    try {
      return this.valueBytes && stringSerde.deserialize(this.valueBytes);
    } catch {
      return null;
    }
  }
}

class BatchRecordView extends RecordView {
  readonly #batch: RecordBatch;
  readonly #index: number;

  constructor(batch: RecordBatch, index: number, formats: RecordFormats) {
    super(formats);
    this.#batch = batch;
    this.#index = index;
  }

  get topic(): string {
    return this.#batch.topic;
  }

  get partition(): number {
    return this.#batch.partition;
  }

  get offset(): number {
    return this.#batch.offset(this.#index);
  }

  get timestamp(): number {
    return this.#batch.timestamp(this.#index);
  }

  get keyBytes(): Uint8Array | null {
    return this.#batch.key(this.#index);
  }

  get valueBytes(): Uint8Array | null {
    return this.#batch.value(this.#index);
  }

  override get tombstone(): boolean {
    return this.#batch.isTombstone(this.#index);
  }

  protected keyText(): string | null {
    return this.#batch.keyText(this.#index);
  }

  protected valueText(): string | null {
    return this.#batch.valueText(this.#index);
  }

  protected rawHeaders(): readonly RecordHeader[] {
    return this.#batch.headers(this.#index);
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

class SingleRecordView extends RecordView {
  readonly #record: LogRecord;

  constructor(record: LogRecord, formats: RecordFormats) {
    super(formats);
    this.#record = record;
  }

  get topic(): string {
    return this.#record.topic;
  }

  get partition(): number {
    return this.#record.partition;
  }

  get offset(): number {
    return this.#record.offset;
  }

  get timestamp(): number {
    return this.#record.timestamp;
  }

  get keyBytes(): Uint8Array | null {
    return this.#record.key;
  }

  get valueBytes(): Uint8Array | null {
    return this.#record.value;
  }

  protected keyText(): string | null {
    return this.keyBytes && utf8.decode(this.keyBytes);
  }

  protected valueText(): string | null {
    return this.valueBytes && utf8.decode(this.valueBytes);
  }

  protected rawHeaders(): readonly RecordHeader[] {
    return this.#record.headers;
  }
}

export function viewRecord(record: LogRecord, formats: RecordFormats): RecordView {
  return new SingleRecordView(record, formats);
}

/** Appends the views of a batch's records to a list. */
export function viewBatch(batch: RecordBatch, formats: RecordFormats, into: RecordView[]): void {
  for (let i = 0; i < batch.count; i++) into.push(new BatchRecordView(batch, i, formats));
}
