import type { LogReader } from '../fetch/log-reader.ts';
import { Turns } from '../group/turns.ts';
import type { EngineLimits } from '../limits.ts';
import { indexOfOffset, recordAt } from '../record/column-batch.ts';
import type { Record } from '../record/record.ts';
import type { RecordBatch } from '../record/record-batch.ts';
import { batchRecordSize } from '../record/record-size.ts';
import type { PickedRecord } from './merge-records.ts';
import type { PartitionPlaces, RowsToRead } from './partition-places.ts';

/** Reads of one page that are under way at a time. */
const maxReads = 4;

export interface RecordsReader {
  readonly reader: LogReader;
  readonly limits: Pick<EngineLimits, 'maxPageBytes' | 'minFetchBytes'>;
}

/**
 * The records of a page in the order in which they count for it: those that come first as long as all of them together hold no more than
 * `maxBytes`, and the first one always. They come in any order, and what is held never is much more than that.
 */
class PageRecords {
  readonly #maxBytes: number;
  readonly #records: (Record | undefined)[];
  readonly #sizes: number[];
  #bytes = 0;

  constructor(count: number, maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#records = new Array(count);
    this.#sizes = new Array(count).fill(0);
  }

  /** How many of the first ones may still have room. */
  get count(): number {
    return this.#records.length;
  }

  /** Without those that left the log before they were read. */
  get records(): Record[] {
    return this.#records.filter((record) => record !== undefined);
  }

  add(number: number, batch: RecordBatch, index: number): void {
    if (number >= this.count) return;
    const size = batchRecordSize(batch, index);
    this.#records[number] = copyOf(recordAt(batch, index));
    this.#sizes[number] = size;
    this.#bytes += size;
    while (this.#bytes > this.#maxBytes && this.count > 1) {
      this.#records.pop();
      this.#bytes -= this.#sizes.pop() as number;
    }
  }
}

/** Of its own memory: a batch is not kept for one of its records. */
function copyOf(record: Record): Record {
  const copy = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes);
  const headers = record.headers.map(({ key, value }) => ({ key, value: copy(value) }));
  return { ...record, key: copy(record.key), value: copy(record.value), headers };
}

/**
 * Reads the records that were picked, in the order given, until they hold `maxPageBytes`. `count`: so many of the picks the page has, the
 * ones included whose records are gone by now.
 */
export async function readPicked(
  page: RecordsReader,
  places: readonly PartitionPlaces[],
  picks: readonly PickedRecord[],
): Promise<{ readonly records: Record[]; readonly count: number }> {
  const { maxPageBytes, minFetchBytes } = page.limits;
  const pageRecords = new PageRecords(picks.length, maxPageBytes);
  const turns = new Turns(maxReads);
  const reads = readsOf(places, picks, minFetchBytes);
  // Those that come first are read first: they tell how far the page goes.
  reads.sort((a, b) => a.first - b.first);
  await Promise.all(
    reads.map(({ partition, rows, first, numberOf }) =>
      turns.take(async () => {
        if (first >= pageRecords.count) return;
        await readRows(page, partition, rows, (i, batch, index) => pageRecords.add(numberOf(i), batch, index));
      }),
    ),
  );
  return { records: pageRecords.records, count: pageRecords.count };
}

interface PageRead {
  readonly partition: PartitionPlaces;
  readonly rows: RowsToRead;
  /** The first number of a record on the page that is read. */
  readonly first: number;
  /** The number on the page of the i-th place of the partition. */
  numberOf(i: number): number;
}

function readsOf(places: readonly PartitionPlaces[], picks: readonly PickedRecord[], maxBytes: number): PageRead[] {
  const numbers: number[][] = places.map(() => []);
  for (const [number, { source }] of picks.entries()) numbers[source]?.push(number);
  return places.flatMap((partition, source) => {
    const its = numbers[source] as number[];
    const [first, last] = [its.at(0), its.at(-1)].map((number) => picks[number ?? -1]?.index);
    if (first === undefined || last === undefined) return [];
    // Picked one after another, up or down.
    const numberOf = (i: number) => its[Math.abs(i - first)] as number;
    return partition
      .rowsToRead(Math.min(first, last), Math.max(first, last) + 1, maxBytes)
      .map((rows) => ({ partition, rows, first: Math.min(numberOf(rows.from), numberOf(rows.to - 1)), numberOf }));
  });
}

/** Reads rows and tells of each place of theirs where its record is; of none that left the log meanwhile. */
async function readRows(
  { reader, limits }: RecordsReader,
  partition: PartitionPlaces,
  { from, to, rows }: RowsToRead,
  onRecord: (i: number, batch: RecordBatch, index: number) => void,
): Promise<void> {
  const { bounded } = partition;
  for (let i = from; i < to; ) {
    const read = await reader.read({
      ...{ topic: bounded.topic, partition: bounded.partition, end: bounded.end.endOffset },
      offset: partition.offset(i),
      maxBytes: limits.minFetchBytes,
      maxBatches: rows,
    });
    const nextOffset = read.at(-1)?.nextOffset;
    if (nextOffset === undefined) return;
    for (const batch of read) {
      for (; i < to && partition.offset(i) < batch.nextOffset; i++) {
        const index = indexOfOffset(batch, partition.offset(i));
        if (batch.offset(index) === partition.offset(i)) onRecord(i, batch, index);
      }
    }
  }
}
