import { MillraceError } from '@millrace/core';
import type { Engine, Position } from '@millrace/engine';
import type { GqlPosition as PositionInput } from '../../generated/resolver-types.ts';
import { requireTopic } from '../topic/require-topic.ts';

const maxLast = 10_000;

/** Where a client wants to start, in the engine's words. INVALID_POSITION says what is wrong with it. */
export async function toPosition(
  engine: Engine,
  input: PositionInput | null | undefined,
  topics: readonly string[],
  partitions: readonly number[] | null | undefined,
): Promise<Position | { readonly cursor: string } | undefined> {
  if (!input) return undefined;
  const { edge, offset, offsets, timestamp, last, cursor } = input;
  if (isGiven(edge)) return { edge };
  if (isGiven(timestamp)) return { timestamp };
  if (isGiven(cursor)) return { cursor };
  if (isGiven(last)) {
    if (last >= 1 && last <= maxLast) return { last };
    throw invalid(`last is 1 to ${maxLast}, not ${last}.`);
  }
  if (isGiven(offset)) {
    const [topic] = topics;
    const partition = topics.length === 1 && topic ? await onlyPartition(engine, topic, partitions) : undefined;
    if (topic && partition !== undefined) return { offsets: [{ topic, partition, offset: atLeastZero(offset) }] };
    throw invalid('offset is a position in one partition: name one topic and one partition, or give offsets.');
  }
  if (isGiven(offsets)) {
    const stray = offsets.find((entry) => !topics.includes(entry.topic));
    if (stray)
      throw invalid(`offsets names the topic "${stray.topic}", which is not read. Leave it out, or add it to topics.`);
    return {
      offsets: offsets.map(({ topic, partition, offset: at, logEpoch }) => ({
        topic,
        partition,
        offset: atLeastZero(at),
        logEpoch: logEpoch ?? undefined,
      })),
    };
  }
  throw invalid('A position gives exactly one of edge, offset, offsets, timestamp, last and cursor.');
}

async function onlyPartition(
  engine: Engine,
  name: string,
  partitions: readonly number[] | null | undefined,
): Promise<number | undefined> {
  if (partitions) return partitions.length === 1 ? partitions[0] : undefined;
  const topic = await requireTopic(engine, name);
  return topic.partitionCount === 1 ? 0 : undefined;
}

function atLeastZero(offset: number): number {
  if (offset >= 0) return offset;
  throw invalid(`An offset is 0 or more, not ${offset}.`);
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function invalid(message: string): MillraceError {
  return new MillraceError('INVALID_POSITION', message);
}
