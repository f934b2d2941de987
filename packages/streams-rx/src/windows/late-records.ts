import { bytesSerde } from '@millrace/core';
import type { RecordHeader } from '@millrace/engine';
import { ignoreElements } from 'rxjs';
import type { EpochContext } from '../epoch/epoch-context.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import type { TopologyNode } from '../topology/node.ts';
import type { TopologyBuilder } from '../topology/topology-builder.ts';

/** Counts a record that came after a window of its time had closed, and sends it to the topic for such, if there is one. */
export function sendLate(
  epoch: EpochContext,
  topic: string | undefined,
  record: StreamRecord<unknown, unknown>,
  reason: string,
): void {
  const { batch, index } = record.madeOf;
  epoch.late(record.madeOf);
  if (topic === undefined) return;
  epoch.countOutput();
  const header = (key: string, value: string): RecordHeader => ({ key, value: Buffer.from(value) });
  epoch.output(topic).push({
    ordinal: record.ordinal,
    key: batch.key(index),
    value: batch.value(index),
    timestamp: batch.timestamp(index),
    headers: [
      ...batch.headers(index),
      header('millrace.late.topic', batch.topic),
      header('millrace.late.partition', String(batch.partition)),
      header('millrace.late.offset', String(batch.offset(index))),
      header('millrace.late.reason', reason),
    ],
  });
}

/** Has a topology know that an operator writes its late records to a topic. */
export function lateSink(builder: TopologyBuilder, input: TopologyNode, topic: string | undefined): void {
  if (topic === undefined) return;
  builder.sink({
    operator: 'late',
    input,
    topic,
    valueSerde: bytesSerde,
    // The operator itself writes them: what it gives are changes of a table.
    build: ([changes]) => (changes as NonNullable<typeof changes>).pipe(ignoreElements()),
  });
}
