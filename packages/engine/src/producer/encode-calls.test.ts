import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CallResult, type RoutedCall } from '../append/append-call.ts';
import { Flush } from '../append/flush.ts';
import type { AppendResult } from '../engine.ts';
import { defaultLimits } from '../limits.ts';
import type { RecordToAppend } from '../record/record.ts';
import { type TopicState, topicStateOf } from '../topic/topic-state.ts';
import { callFingerprint } from './call-fingerprint.ts';
import { decodeCall } from './encode-calls.ts';
import { repeatedResult } from './repeated-call.ts';

const partitionCount = 300;

type Call = RoutedCall & { readonly records: readonly RecordToAppend[] };

function topicOf(logAppendTime: boolean): TopicState {
  return topicStateOf({
    id: 1,
    name: 't',
    internal: false,
    config: logAppendTime ? { messageTimestampType: 'LOG_APPEND_TIME' } : {},
    created_at: '2026-01-01T00:00:00Z',
    segment_id: 1,
    log_epoch: 0,
    partitions: Array.from({ length: partitionCount }, (_, index) => ({ id: index + 1, index, start: 0, first: 0 })),
  });
}

const aRecord = fc.record({
  partition: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: partitionCount - 1 })),
  bytes: fc.nat({ max: 60 }),
  timestamp: fc.option(fc.nat({ max: 2 ** 45 }), { nil: undefined }),
});
const aCall = fc.record({
  records: fc.oneof(
    fc.array(aRecord, { minLength: 1, maxLength: 4 }),
    fc.array(aRecord, { minLength: 300, maxLength: 600 }),
  ),
  now: fc.oneof(fc.constant(1_700_000_000_000), fc.nat({ max: 2 ** 41 })),
  ofAnother: fc.boolean(),
});

function told(result: AppendResult) {
  return {
    batches: result.batches,
    records: Array.from({ length: result.count }, (_, i) => [
      result.partition(i),
      result.offset(i),
      result.timestamp(i),
    ]),
  };
}

it('L28: what a call appended is remembered to the record, whatever went in the same flush', () => {
  fc.assert(
    fc.property(
      fc.array(aCall, { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      fc.boolean(),
      (given, logAppendTime, allRows) => {
        const topic = topicOf(logAppendTime);
        const flush = new Flush<RoutedCall>({ ...defaultLimits, maxBatchBytes: 500 });
        const sequences = [0, 0];
        const calls = given.map(({ records, now, ofAnother }): Call => {
          const producer = ofAnother ? 1 : 0;
          const sequence = sequences[producer] as number;
          sequences[producer] = sequence + 1;
          const partitions = Uint16Array.from(records, ({ partition }) => partition);
          const same = partitions.every((partition) => partition === partitions[0]);
          return {
            topic,
            records: records.map(({ bytes, timestamp }) => ({ key: null, value: Buffer.alloc(bytes), timestamp })),
            partitions: same ? (partitions[0] as number) : partitions,
            byteSize: 0,
            now,
            sequenced: { id: producer, epoch: 0, sequence, lockKey: producer },
            placements: [],
            placementOf: null,
            positionOf: null,
          };
        });
        for (const call of calls) flush.add(call);
        // As Postgres would have placed them.
        const all = flush.close();
        for (const [i, append] of all.entries()) {
          append.baseOffset = i * 1_000;
          append.appendTimes = append.encoded.map((_, row) => 5_000 + i * 100 + row);
        }
        const own = calls.filter((_, i) => !given[i]?.ofAnother);
        const run = flush.runs.sorted().find(({ first }) => first.id === 0);
        expect(run?.calls.length ?? 0).toBe(own.length);
        if (!run) return;
        for (const [i, call] of own.entries()) expect(run.calls[i]).toBe(call);
        const { bytes, appends } = run.encoder.finish(allRows ? all : undefined);
        const rows = {
          baseOffsets: appends.flatMap((append) => {
            let offset = append.baseOffset;
            return append.encoded.map(({ count }) => {
              offset += count;
              return offset - count;
            });
          }),
          appendTimes: appends.flatMap((append) => append.appendTimes),
        };
        for (const [n, call] of own.entries()) {
          const decoded = decodeCall(bytes, n);
          expect(decoded.fingerprint).toBe(callFingerprint(call.records, call.byteSize));
          const repeated = repeatedResult('t', call.records, decoded, rows);
          expect(repeated.duplicate).toBe(true);
          expect(told(repeated)).toEqual(told(new CallResult(call)));
        }
      },
    ),
    { numRuns: 150 },
  );
});

it('a single record of a call takes five to six bytes', () => {
  const topic = topicOf(false);
  const flush = new Flush<RoutedCall>(defaultLimits);
  const calls = Array.from(
    { length: 1_000 },
    (_, sequence): Call => ({
      topic,
      records: [{ key: null, value: Buffer.alloc(10) }],
      partitions: 2,
      byteSize: 10,
      now: 1_700_000_000_000,
      sequenced: { id: 1, epoch: 0, sequence, lockKey: 0 },
      placements: [],
      placementOf: null,
      positionOf: null,
    }),
  );
  for (const call of calls) flush.add(call);
  flush.close();
  const [run] = flush.runs.sorted();
  expect(run?.encoder.finish().bytes.length).toBeLessThan(6_050);
});

it('L28: calls that were appended before partitions were named by their index are still read', () => {
  const bytes = Buffer.from(
    '01010207020201030104ceaa366700090080a0abfef962c893e5e3020f010102060900050001001ab1366b00090106',
    'hex',
  );
  const seventh = { partition: 7, rowCounts: [2, 1], firstRow: 0, count: 1, now: 1_700_000_000_000 };
  const third = { partition: 3, rowCounts: [4], firstRow: 2, now: 1_700_000_000_003 };
  expect([0, 1, 2].map((n) => decodeCall(bytes, n))).toEqual([
    { fingerprint: 1731635918, logAppendTime: true, placements: [{ ...seventh, start: 0 }], placementOf: null },
    {
      fingerprint: 3823473608,
      logAppendTime: true,
      placements: [
        { ...third, start: 1, count: 2 },
        { ...seventh, start: 1 },
      ],
      placementOf: Uint16Array.of(0, 1, 0),
    },
    { fingerprint: 1798746394, logAppendTime: true, placements: [{ ...third, start: 3, count: 1 }], placementOf: null },
  ]);
});
