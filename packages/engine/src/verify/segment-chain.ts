import type { BatchRow } from './batch-row.ts';
import { checkRow } from './check-row.ts';
import type { FoundBy } from './finding.ts';
import type { PartitionSpan, SegmentLook } from './segment-look.ts';

const restore = 'Restore the table from a backup';
const orGiveUp = (offset: number) =>
  `${restore}; or give up what lies before: deleteRecords of the partition before ${offset}.`;

/** The rows of a partition so far. */
interface Run {
  readonly id: number;
  readonly span: PartitionSpan | undefined;
  /** Where the next row has to begin; NaN: that cannot be told. */
  next: number;
  epoch: number;
}

/**
 * The rows of one segment, given in the order of its key: each by itself, one after another, and against where the segment
 * begins and the next one does. Says what it finds; knows nothing of Postgres.
 */
export class SegmentChain {
  readonly #segment: SegmentLook;
  readonly #spans: Map<number, PartitionSpan>;
  readonly #say: (found: FoundBy) => void;
  readonly #table: string;
  /** Partitions whose rows are not behind this one in the key's order. */
  readonly #ended = new Set<number>();
  #current: Run | undefined;
  #isSound = true;
  #rows = 0;
  #records = 0;

  constructor(segment: SegmentLook, spans: ReadonlyMap<number, PartitionSpan>, say: (found: FoundBy) => void) {
    this.#segment = segment;
    this.#spans = new Map(spans);
    this.#table = `millrace_segments.s${segment.tableId}`;
    this.#say = (found) => {
      this.#isSound = false;
      say({ topic: segment.topic, table: this.#table, ...found });
    };
  }

  /** Whether it was open at first: partitions may come, and rows behind those that were read. */
  get mayGrow(): boolean {
    return !this.#segment.sealed;
  }

  /** Partitions that were added meanwhile. What was known of the others stays, as the rows that were read are of that time. */
  knows(spans: ReadonlyMap<number, PartitionSpan>): void {
    for (const [id, span] of spans) if (!this.#spans.has(id)) this.#spans.set(id, span);
  }

  /** `newestEpoch`: of the log, in the snapshot that the row is of. */
  add(row: BatchRow, newestEpoch: number): void {
    const run = this.#goTo(row.partitionId);
    this.#rows += 1;
    this.#records += row.recordCount;
    const { span, next, epoch } = run;
    const at = { partition: span?.partition ?? null, offset: row.baseOffset };
    const { malformed, checksumHolds } = checkRow(row, this.#segment.compacted);
    if (malformed.length > 0) {
      this.#say({
        ...at,
        code: 'MALFORMED_ROW',
        message: `The batch row at offset ${row.baseOffset} does not agree with itself: ${malformed.join('; ')}.`,
        hint: orGiveUp(row.lastOffset + 1),
      });
    }
    if (!checksumHolds) {
      this.#say({
        ...at,
        code: 'CHECKSUM',
        message: `The batch row at offset ${row.baseOffset} does not match its checksum: readers end there with CORRUPT_BATCH.`,
        hint: orGiveUp(row.lastOffset + 1),
      });
    }
    if (row.baseOffset < next) {
      this.#say({
        ...at,
        code: 'OFFSET_OVERLAP',
        message: `The batch row at offset ${row.baseOffset} begins before ${next}, where the one before it ends.`,
        hint: `${restore}. Both rows hold records of one offset: export them before you delete one.`,
      });
    } else if (row.baseOffset > next && !this.#segment.compacted) this.#sayGap(next, row.baseOffset);
    if (row.logEpoch < epoch) {
      this.#say({
        ...at,
        code: 'MALFORMED_ROW',
        message: `The batch row at offset ${row.baseOffset} has log epoch ${row.logEpoch}, and a row before it ${epoch}.`,
        hint: orGiveUp(row.lastOffset + 1),
      });
    }
    if (row.logEpoch > newestEpoch) {
      this.#say({
        ...at,
        code: 'LOG_EPOCH',
        message: `The batch row at offset ${row.baseOffset} has log epoch ${row.logEpoch}, and the log's epoch is ${newestEpoch}.`,
        hint: `millrace.log_epoch is of an older backup than the table: update millrace.log_epoch set epoch = ${row.logEpoch}, then: npm run epoch -- raise.`,
      });
    }
    run.next = Number.isNaN(next) ? row.lastOffset + 1 : Math.max(next, row.lastOffset + 1);
    run.epoch = Math.max(epoch, row.logEpoch);
  }

  /** A row that Postgres could not give. What is behind it is checked on. */
  unreadable(partitionId: number, baseOffset: number, reason: string): void {
    const run = this.#goTo(partitionId);
    this.#say({
      partition: run.span?.partition ?? null,
      offset: baseOffset,
      code: 'UNREADABLE_ROW',
      message: `Postgres cannot read the batch row at offset ${baseOffset}: ${reason}`,
      hint: `The disk or memory is at fault: look for others with pg_amcheck. ${orGiveUp(baseOffset + 1)}`,
    });
    // Where it ends is not known: the next row is taken as its neighbour.
    run.next = Number.NaN;
  }

  /** No more rows: what ends here, and partitions without a row. `counted`: by the catalogue, in the snapshot of the last row. */
  finish(counted: Pick<SegmentLook, 'rowCount' | 'recordCount'>): void {
    this.#end();
    for (const [id, span] of this.#spans) if (!this.#ended.has(id)) this.#endAt(span, span.firstOffset);
    // One that has grown behind what was read may have been rolled and counted since.
    const { rowCount, recordCount } = this.mayGrow ? { rowCount: null, recordCount: null } : counted;
    const agrees = (rowCount ?? this.#rows) === this.#rows && (recordCount ?? this.#records) === this.#records;
    // Where rows are damaged or gone, that is what is to be told.
    if (agrees || !this.#isSound) return;
    this.#say({
      code: 'SEGMENT_COUNTS',
      message: `The catalogue counts ${recordCount} records in ${rowCount} rows, and there are ${this.#records} in ${this.#rows}.`,
      hint: `Only figures are wrong, unless the segment was compacted: then rows are gone, and ${restore.toLowerCase()} brings them back. Have it counted anew: update millrace.segments set row_count = null, record_count = null where coalesce(table_id, id) = ${this.#segment.tableId}.`,
    });
  }

  #goTo(partitionId: number): Run {
    if (this.#current?.id === partitionId) return this.#current;
    this.#end();
    const span = this.#spans.get(partitionId);
    if (!span) {
      this.#say({
        code: 'STRAY_ROWS',
        message: `There are rows of partition id ${partitionId}, which has no bound in this segment: no reader finds them.`,
        hint: `If the partition exists (select * from millrace.partitions where id = ${partitionId}), its row of millrace.segment_bounds is missing: restore it. Else: delete from ${this.#table} where partition_id = ${partitionId}.`,
      });
    }
    const run: Run = { id: partitionId, span, next: span?.firstOffset ?? Number.NaN, epoch: 0 };
    this.#current = run;
    return run;
  }

  #end(): void {
    if (!this.#current) return;
    const { id, span, next } = this.#current;
    this.#ended.add(id);
    if (span) this.#endAt(span, next);
    this.#current = undefined;
  }

  #endAt({ partition, logStartOffset, nextOffset }: PartitionSpan, end: number): void {
    if (this.#segment.sealed) {
      if (nextOffset === null || Number.isNaN(end)) return;
      if (end > nextOffset) {
        this.#say({
          code: 'SEGMENT_END',
          partition,
          offset: end,
          message: `The segment ends at ${end}, and the next one begins before that, at ${nextOffset}.`,
          hint: `${restore}, with the row of millrace.segment_bounds of the next segment.`,
        });
      } else if (end < nextOffset && !this.#segment.compacted) this.#sayGap(end, nextOffset, partition);
    } else if (logStartOffset > end) {
      this.#say({
        code: 'LOG_START',
        partition,
        offset: logStartOffset,
        message: `The log starts at ${logStartOffset}, behind its end, ${end}.`,
        hint: `The end was lost, as after a restore. Move the start back: update millrace.partitions set log_start_offset = ${end} where id = (this partition's).`,
      });
    }
  }

  #sayGap(from: number, to: number, partition = this.#current?.span?.partition ?? null): void {
    this.#say({
      code: 'OFFSET_GAP',
      partition,
      offset: from,
      message: `Offsets ${from} to ${to - 1} are missing: readers end there with CORRUPT_BATCH.`,
      hint: orGiveUp(to),
    });
  }
}
