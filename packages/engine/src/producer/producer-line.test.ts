import { FakeClock } from '@millrace/core/testing';
import { expect, it } from 'vitest';
import type { AppendCall } from '../append/append-call.ts';
import type { ArrivedCall } from '../append/queued-call.ts';
import type { AppendResult } from '../engine.ts';
import { ProducerLine } from './producer-line.ts';
import { SequencedCall } from './sequenced-call.ts';

class CountingClock extends FakeClock {
  reads = 0;

  override monotonic(): number {
    this.reads += 1;
    return super.monotonic();
  }
}

it('L29: ten thousand calls that come before the first one are not gone through for each of them', () => {
  const clock = new CountingClock();
  const lane: AppendCall[] = [];
  const line: ProducerLine = new ProducerLine({
    producerId: 1,
    topicId: 1,
    lane: { enqueue: (call) => void lane.push(call), takeBack: () => {} },
    clock,
    limits: { sequenceWaitMs: 1_000 },
    observer: { producerCall: () => {} },
    look: () => {},
    recall: () => {},
    onWaiting: () => {},
  });
  const add = (sequence: number) => {
    const arrived = { topic: { name: 't' }, records: [], byteSize: 0, queueBytes: 1, enqueuedAt: 0 };
    line.add(
      new SequencedCall(
        arrived as unknown as ArrivedCall,
        0,
        sequence,
        line,
        () => {},
        () => {},
      ),
    );
  };
  const count = 10_000;
  add(count);
  line.lookBegins();
  line.looked({ epoch: 0, lastSequence: -1 });
  for (let sequence = 1; sequence < count; sequence++) add(sequence);
  expect(clock.reads).toBeLessThan(5 * count);
  add(0);
  expect(lane.map((call) => call.sequenced?.sequence)).toEqual(Array.from({ length: count + 1 }, (_, i) => i));
  for (const call of lane) call.resolve({ duplicate: false } as AppendResult);
  expect(line.isIdle).toBe(true);
});
