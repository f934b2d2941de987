import { FakeClock } from '@millrace/core/testing';
import { describe, expect, it } from 'vitest';
import { signal } from '../testing/wait.ts';
import { CommitHints } from './commit-hints.ts';

function hints(notify = async (_payload: string) => {}) {
  const clock = new FakeClock();
  const sent: { at: number; payload: string }[] = [];
  const startedAt = clock.monotonic();
  const made = new CommitHints({
    clock,
    intervalMs: 5,
    notifications: {
      notify: (channel: string, payload = '') => {
        expect(channel).toBe('millrace_group_commits');
        sent.push({ at: clock.monotonic() - startedAt, payload });
        return notify(payload);
      },
    },
  });
  return { clock, sent, hints: made };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('hints of commits for members of other nodes', () => {
  it('go at once, then once in an interval, each group once', async () => {
    const { clock, sent, hints: made } = hints();
    made.announce(1);
    clock.advance(0);
    await turn();
    for (const id of [1, 2, 1, 3, 2]) made.announce(id);
    clock.advance(4);
    expect(sent).toEqual([{ at: 0, payload: '1' }]);
    clock.advance(1);
    await turn();
    expect(sent[1]).toEqual({ at: 5, payload: '1,2,3' });
    clock.advance(100);
    expect(sent).toHaveLength(2);
  });

  it('go one after another, and what comes meanwhile goes with the next', async () => {
    const answered = signal();
    const { clock, sent, hints: made } = hints(() => answered.fired);
    made.announce(1);
    clock.advance(0);
    made.announce(2);
    made.announce(3);
    clock.advance(50);
    await turn();
    expect(sent).toHaveLength(1);
    answered.fire();
    await turn();
    clock.advance(0);
    expect(sent.map(({ payload }) => payload)).toEqual(['1', '2,3']);
  });

  it('are no longer than Postgres takes', async () => {
    const { clock, sent, hints: made } = hints();
    for (let id = 2_000_000_000; id < 2_000_001_200; id++) made.announce(id);
    clock.advance(0);
    await turn();
    expect(sent).toHaveLength(3);
    for (const { payload } of sent) expect(payload.length).toBeLessThan(8_000);
    expect(sent.flatMap(({ payload }) => payload.split(','))).toHaveLength(1_200);
  });

  it('that wait when the node stops are still sent', async () => {
    const { clock, sent, hints: made } = hints();
    made.announce(1);
    clock.advance(0);
    await turn();
    made.announce(2);
    await made.close();
    expect(sent.map(({ payload }) => payload)).toEqual(['1', '2']);
    made.announce(3);
    clock.advance(100);
    expect(sent).toHaveLength(2);
  });
});
