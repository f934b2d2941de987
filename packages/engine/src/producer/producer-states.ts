import type { Pool } from 'pg';
import { queryWithin } from '../group/query-within.ts';
import { type DecodedCall, decodeCall } from './encode-calls.ts';
import type { RememberedRows } from './repeated-call.ts';

/** One producer's calls to one topic. */
export interface ProducerTopic {
  readonly producerId: number;
  readonly topicId: number;
}

export interface ProducerTopicState {
  /** null: the producer is not known. */
  readonly epoch: number | null;
  /** Of the epoch; -1: none was appended. */
  readonly lastSequence: number;
}

const statesSql = `select epoch, last_sequence from millrace.producer_states($1::integer[], $2::integer[]) order by n`;

/** The state of each, in their order, in one statement. */
export async function readProducerStates(
  pool: Pool,
  limitMs: number,
  wanted: readonly ProducerTopic[],
): Promise<ProducerTopicState[]> {
  const { rows } = await queryWithin<{ epoch: number | null; last_sequence: string | null }>(pool, limitMs, statesSql, [
    wanted.map(({ producerId }) => producerId),
    wanted.map(({ topicId }) => topicId),
  ]);
  return rows.map((row) => ({ epoch: row.epoch, lastSequence: Number(row.last_sequence ?? -1) }));
}

export interface RememberedCall {
  readonly call: DecodedCall;
  readonly rows: RememberedRows;
}

interface CallRow {
  readonly first_sequence: string;
  readonly base_offsets: readonly string[];
  readonly append_times: readonly string[];
  readonly calls: Buffer;
}

const callSql = `select first_sequence, base_offsets, append_times, calls
from millrace.producer_call($1::integer, $2::integer, $3::integer, $4::bigint)`;

/** What a call appended; null where it was not appended, or is not remembered any more. */
export async function readProducerCall(
  pool: Pool,
  limitMs: number,
  { producerId, topicId }: ProducerTopic,
  epoch: number,
  sequence: number,
): Promise<RememberedCall | null> {
  const { rows } = await queryWithin<CallRow>(pool, limitMs, callSql, [producerId, topicId, epoch, sequence]);
  const [row] = rows;
  if (!row) return null;
  return {
    call: decodeCall(row.calls, sequence - Number(row.first_sequence)),
    rows: { baseOffsets: row.base_offsets.map(Number), appendTimes: row.append_times.map(Number) },
  };
}
