import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RecordData } from './record-text.ts';
import { type TailOffset, type TailPort, TailSession, type TailSink } from './tail-session.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const record = (offset: number, partition = 0): RecordData => ({
  topic: 't',
  partition,
  offset,
  timestamp: '2026-01-01T00:00:00.000Z',
  key: null,
  value: offset,
  tombstone: false,
  keyError: null,
  valueError: null,
  headers: [],
});

/** A log that grows when told to. */
class FakePort implements TailPort {
  end = 100;
  sink: TailSink | undefined;
  offsets: (() => readonly TailOffset[]) | undefined;
  subscriptions = 0;
  limit = 0;

  async ends() {
    return [{ partition: 0, offset: this.end }];
  }

  subscribe(offsets: () => readonly TailOffset[], maxRecordsPerSecond: number, sink: TailSink) {
    this.offsets = offsets;
    this.limit = maxRecordsPerSecond;
    this.sink = sink;
    this.subscriptions++;
    return () => {
      this.sink = undefined;
    };
  }

  append(count: number, skipped = 0) {
    const first = this.end + skipped;
    this.end = first + count;
    const records = Array.from({ length: count }, (_, i) => record(first + i));
    this.sink?.batch({ partition: 0, records, nextOffset: this.end, logEpoch: 0, skipped });
  }
}

async function started() {
  const port = new FakePort();
  const session = new TailSession(port, 100);
  await session.start();
  return { port, session, flush: () => vi.advanceTimersByTime(250) };
}

describe('TailSession', () => {
  it('starts at the present end, by offsets, so that nothing falls between two connections', async () => {
    const { port, session } = await started();
    expect(session.getState().status).toBe('live');
    expect(port.offsets?.()).toEqual([{ partition: 0, offset: 100 }]);
    port.append(3);
    expect(port.offsets?.()).toEqual([{ partition: 0, offset: 103, logEpoch: 0 }]);
  });

  it('shows the newest first, several batches at once, and no more than its bound', async () => {
    const { port, session, flush } = await started();
    port.append(2);
    port.append(1);
    expect(session.getState().rows).toHaveLength(0);
    flush();
    expect(session.getState().rows.map(({ offset }) => offset)).toEqual([102, 101, 100]);
    port.append(800);
    flush();
    expect(session.getState().rows).toHaveLength(300);
    expect(session.getState().rows[0]?.offset).toBe(902);
    expect(session.getState().received).toBe(803);
  });

  it('counts what was skipped, and its rate with it', async () => {
    const { port, session, flush } = await started();
    port.append(10, 990);
    flush();
    expect(session.getState()).toMatchObject({ received: 10, skipped: 990, rate: 4000 });
    vi.advanceTimersByTime(2_000);
    expect(session.getState().rate).toBe(0);
  });

  it('keeps its position over a pause and says how many waited', async () => {
    const { port, session, flush } = await started();
    port.append(1);
    session.pause();
    expect(session.getState()).toMatchObject({ status: 'paused', received: 1 });
    expect(port.sink).toBeUndefined();
    port.append(7);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(session.getState().waiting).toBe(7);
    port.append(1);
    await session.resume();
    expect(session.getState()).toMatchObject({ status: 'live', waiting: 8 });
    expect(port.offsets?.()).toEqual([{ partition: 0, offset: 101, logEpoch: 0 }]);
    flush();
  });

  it('goes on from where it is, with its rows, under another limit', async () => {
    const { port, session } = await started();
    port.append(3);
    session.limit(20);
    expect(port).toMatchObject({ limit: 20, subscriptions: 2 });
    expect(port.offsets?.()).toEqual([{ partition: 0, offset: 103, logEpoch: 0 }]);
    expect(session.getState()).toMatchObject({ status: 'live', received: 3 });
    session.limit(20);
    expect(port.subscriptions).toBe(2);
  });

  it('stays paused under another limit, which counts from the resume on', async () => {
    const { port, session } = await started();
    session.pause();
    session.limit(500);
    expect(session.getState().status).toBe('paused');
    expect(port.subscriptions).toBe(1);
    await session.resume();
    expect(port).toMatchObject({ limit: 500, subscriptions: 2 });
  });

  it('ignores what a subscription it has left still delivers', async () => {
    const { port, session, flush } = await started();
    const left = port.sink;
    session.pause();
    left?.batch({ partition: 0, records: [record(100)], nextOffset: 101, logEpoch: 0, skipped: 0 });
    await session.resume();
    flush();
    expect(session.getState().rows).toHaveLength(0);
    expect(port.offsets?.()).toEqual([{ partition: 0, offset: 100 }]);
  });

  it('tries again by itself after what may pass, from where it was', async () => {
    const { port, session } = await started();
    port.append(5);
    port.sink?.failed({ code: 'SHUTTING_DOWN', message: '', retriable: true });
    expect(session.getState()).toMatchObject({ status: 'starting', received: 5 });
    vi.advanceTimersByTime(1_000);
    expect(session.getState().status).toBe('live');
    expect(port.subscriptions).toBe(2);
    expect(port.offsets?.()[0]?.offset).toBe(105);
  });

  it('stops at what will not pass', async () => {
    const { port, session } = await started();
    port.sink?.failed({ code: 'TOPIC_NOT_FOUND', message: 'gone', retriable: false });
    vi.advanceTimersByTime(60_000);
    expect(session.getState()).toMatchObject({ status: 'failed', problem: { code: 'TOPIC_NOT_FOUND' } });
    expect(port.subscriptions).toBe(1);
  });

  it('does not begin after it was stopped', async () => {
    const port = new FakePort();
    const session = new TailSession(port, 100);
    const starting = session.start();
    session.stop();
    await starting;
    expect(port.subscriptions).toBe(0);
  });
});
