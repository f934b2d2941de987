import { describe, expect, it } from 'vitest';
import { FakeClock, systemClock } from './clock.ts';

it('does not take a time longer than a timer has for none', async () => {
  const ran: string[] = [];
  const longest = systemClock.schedule(3e9, () => ran.push('in 34 days'));
  await systemClock.sleep(5);
  longest.cancel();
  expect(ran).toEqual([]);
});

describe('FakeClock', () => {
  it('runs what falls due in the order of time, and nothing that was cancelled', () => {
    const clock = new FakeClock(0);
    const ran: string[] = [];
    clock.schedule(20, () => ran.push(`b at ${clock.now()}`));
    clock.schedule(10, () => ran.push(`a at ${clock.now()}`));
    clock.schedule(15, () => ran.push('never')).cancel();
    clock.schedule(31, () => ran.push('later'));
    clock.advance(30);
    expect(ran).toEqual(['a at 10', 'b at 20']);
    expect(clock.now()).toBe(30);
  });

  it('runs what is scheduled on the way, if it falls due on the way', () => {
    const clock = new FakeClock(0);
    const at: number[] = [];
    const tick = () => {
      at.push(clock.now());
      clock.schedule(10, tick);
    };
    clock.schedule(10, tick);
    clock.advance(35);
    expect(at).toEqual([10, 20, 30]);
  });
});

describe.each([
  ['FakeClock', new FakeClock()],
  ['systemClock', systemClock],
])('%s.sleep', (_name, clock) => {
  it("rejects with the signal's reason, at once when it is aborted already", async () => {
    const abort = new AbortController();
    const sleeping = clock.sleep(60_000, abort.signal);
    abort.abort(new Error('woken'));
    await expect(sleeping).rejects.toThrow('woken');
    await expect(clock.sleep(60_000, abort.signal)).rejects.toThrow('woken');
  });
});
