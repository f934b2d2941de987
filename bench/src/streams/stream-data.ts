import type { BenchRecord } from '../data/record-pool.ts';

const keyCount = 10_000;
const keys = Array.from({ length: keyCount }, (_, i) => Buffer.from(`key-${String(i).padStart(6, '0')}`));
/** 2026-01-01; a record comes every so many ms. */
const startMs = 1_767_225_600_000;
const everyMs = 7;

/** The value of a bench record, as far as topologies look at it. */
export interface Order {
  readonly id: number;
  readonly user: string;
  readonly city: string;
  readonly total: number;
}

/** `count` orders under 10,000 keys in an order that seldom repeats, in the order of time: 140 records a second of event time. */
export function orders(pool: readonly BenchRecord[], count: number, offset = 0) {
  return Array.from({ length: count }, (_, i) => ({
    key: keys[((i + offset) * 7_919) % keyCount] as Buffer,
    value: (pool[(i + offset) % pool.length] as BenchRecord).value,
    timestamp: startMs + i * everyMs,
  }));
}

/** One record a key. */
export function oneEach(pool: readonly BenchRecord[]) {
  return keys.map((key, i) => ({ key, value: (pool[i] as BenchRecord).value, timestamp: startMs }));
}
