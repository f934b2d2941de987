import { expect, it } from 'vitest';
import { RateMeter } from './rate-meter.ts';

function metered() {
  let now = 1_000;
  const meter = new RateMeter({ monotonic: () => now } as never);
  return {
    meter,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

it('is what went through in the last minute, a second', () => {
  const { meter, pass } = metered();
  for (let second = 0; second < 120; second++) {
    meter.appended('t', 10, 1_000);
    if (second % 2 === 0) meter.fetched('t', 30, 300);
    pass(1_000);
  }
  const rates = meter.ratesOf('t');
  // The slot that is being filled counts as a whole one.
  expect(rates.recordsIn).toBeGreaterThan(9);
  expect(rates.recordsIn).toBeLessThanOrEqual(10);
  expect(rates.bytesIn).toBeCloseTo(rates.recordsIn * 100);
  expect(rates.recordsOut).toBeGreaterThan(13);
  expect(rates.recordsOut).toBeLessThanOrEqual(15);
  expect(meter.ratesOf('other')).toEqual({ recordsIn: 0, bytesIn: 0, recordsOut: 0, bytesOut: 0 });
});

it('is over the time there was, at first, and nothing a minute after the last', () => {
  const { meter, pass } = metered();
  meter.appended('t', 100, 0);
  pass(10_000);
  expect(meter.ratesOf('t').recordsIn).toBe(10);
  pass(61_000);
  expect(meter.ratesOf('t').recordsIn).toBe(0);
  meter.appended('t', 60, 0);
  expect(meter.ratesOf('t').recordsIn).toBe(1);
});
