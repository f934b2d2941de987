import { bytesSerde } from '@millrace/core';
import type { RecordHeader } from '@millrace/engine';
import { ignoreElements } from 'rxjs';
import type { EpochContext } from '../epoch/epoch-context.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import type { TopologyNode } from '../topology/node.ts';
import type { TopologyBuilder } from '../topology/topology-builder.ts';

export interface LateOptions {
  /** A topic that late records go to, as they were read, with the reason in headers. They are counted with or without it. */
  readonly late?: { readonly topic: string };
}

/** Counts a record that came when nothing of its time was waited for any more, and sends it to the topic for such, if there is one. */
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
    // The operator itself writes them: what it gives is something else.
    build: ([given]) => (given as NonNullable<typeof given>).pipe(ignoreElements()),
  });
}
