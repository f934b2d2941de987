import type { RecordPage } from '../engine.ts';
import { Turns } from '../group/turns.ts';
import type { Record } from '../record/record.ts';
import type { Direction } from '../search/search-segment.ts';
import type { TopicState } from '../topic/topic-state.ts';
import { mergeBackward, mergeForward, type PickedRecord } from './merge-records.ts';
import { encodeCursor } from './page-cursor.ts';
import { type RecordsReader, readPicked } from './page-records.ts';
import { PartitionPlaces, type PlacesReader } from './partition-places.ts';
import type { BoundedPartition } from './resolve-position.ts';

export type PageReader = PlacesReader & RecordsReader;

/** Where a page begins, which way it goes and how many records it has at most. */
export interface PageStart {
  readonly direction: Direction;
  /** Of each partition; backward, the one behind the first record that is read. */
  readonly offsets: readonly number[];
  readonly limit: number;
}

/** Places that are read of a partition at first, also where a page asks for few of many partitions. */
const minPlaces = 100;
/** Partitions whose places are looked up at a time. */
const maxLookUps = 8;

/**
 * The page next to a position: `limit` records, or those of them that come first and hold `maxPageBytes`, one at least. Partitions are
 * merged by where their records are, so that only rows are read that have records of the page.
 */
export async function readPage(
  page: PageReader,
  topic: TopicState,
  partitions: readonly BoundedPartition[],
  start: PageStart,
): Promise<RecordPage> {
  const { places, picks } = await pickRecords(page, partitions, start);
  const { records, count } = await readPicked(page, places, picks);
  const kept = picks.slice(0, count);
  if (start.direction === 'forward') {
    const nexts = nextsOf(start.offsets, places, kept);
    return pageOfRecords(topic, partitions, records, { starts: start.offsets, nexts });
  }
  const starts = startsOf(start.offsets, places, kept);
  return pageOfRecords(topic, partitions, records.reverse(), { starts, nexts: start.offsets });
}

/** Of each partition where the newest records begin, `limit` of all of them, without a look at what they hold. */
export async function offsetsOfNewest(
  page: PlacesReader,
  partitions: readonly BoundedPartition[],
  limit: number,
): Promise<number[]> {
  const offsets = partitions.map(({ end }) => end.endOffset);
  const { places, picks } = await pickRecords(page, partitions, { direction: 'backward', offsets, limit });
  return startsOf(offsets, places, picks);
}

/** The records of a page, the one next to its start first. */
async function pickRecords(
  page: PlacesReader,
  partitions: readonly BoundedPartition[],
  { direction, offsets, limit }: PageStart,
): Promise<{ readonly places: readonly PartitionPlaces[]; readonly picks: readonly PickedRecord[] }> {
  const places = partitions.map((bounded, i) => new PartitionPlaces(bounded, direction, offsets[i] as number));
  const share = Math.max(minPlaces, Math.ceil((2 * limit) / partitions.length));
  const turns = new Turns(maxLookUps);
  for (;;) {
    const picks = direction === 'forward' ? mergeForward(places, limit) : mergeBackward(places, limit).reverse();
    const taken = places.map(() => 0);
    for (const { source } of picks) taken[source] = (taken[source] as number) + 1;
    const lacking = places.filter((partition, i) => partition.hasMore && taken[i] === partition.count);
    if (picks.length === limit || lacking.length === 0) return { places, picks };
    await Promise.all(
      lacking.map((partition) => {
        // Twice as many each time: few times, and never much more than what is taken.
        const count = Math.min(limit, Math.max(share, partition.count));
        return turns.take(() => partition.readOn(page, count));
      }),
    );
  }
}

/** Where the partitions go on behind a page that began at `offsets`. */
function nextsOf(
  offsets: readonly number[],
  places: readonly PartitionPlaces[],
  picks: readonly PickedRecord[],
): number[] {
  const nexts = [...offsets];
  for (const { source, index } of picks) nexts[source] = (places[source] as PartitionPlaces).offset(index) + 1;
  return nexts;
}

/** Where the partitions begin on a page that ends at `offsets`. */
function startsOf(
  offsets: readonly number[],
  places: readonly PartitionPlaces[],
  picks: readonly PickedRecord[],
): number[] {
  const starts = [...offsets];
  const firsts = places.map(({ count }) => count);
  for (const { source, index } of picks) {
    starts[source] = (places[source] as PartitionPlaces).offset(index);
    firsts[source] = index;
  }
  places.forEach(({ bounded, hasMore }, i) => {
    // All of the partition was taken: what lies between its start and its first record is gone.
    if (firsts[i] === 0 && !hasMore) starts[i] = bounded.end.logStartOffset;
  });
  return starts;
}

/** The offsets of each partition between which a page lies: those of its first records, and those behind its last ones. */
export interface PageBounds {
  readonly starts: readonly number[];
  readonly nexts: readonly number[];
}

/** A page with the cursors on from it and back. */
export function pageOfRecords(
  topic: TopicState,
  partitions: readonly BoundedPartition[],
  records: readonly Record[],
  bounds: PageBounds,
): RecordPage {
  const cursor = (direction: 'forward' | 'backward', offsets: readonly number[]) =>
    encodeCursor({
      topicId: topic.id,
      direction,
      logEpoch: partitions[0]?.end.logEpoch ?? topic.logEpoch,
      offsets: new Map(partitions.map(({ partition }, i) => [partition.index, offsets[i] as number])),
    });
  return {
    records,
    starts: bounds.starts,
    next: cursor('forward', bounds.nexts),
    previous: partitions.every(({ end }, i) => (bounds.starts[i] as number) <= end.logStartOffset)
      ? null
      : cursor('backward', bounds.starts),
    atEnd: partitions.every(({ end }, i) => (bounds.nexts[i] as number) >= end.endOffset),
  };
}
