/**
 * Which partition a record goes to: murmur2 of its key exactly as Kafka's Java client computes it, so that producers of
 * both systems agree; without a key, one partition until about a batch has gone to it, then the next.
 */

/** Kafka's murmur2 (org.apache.kafka.common.utils.Utils.murmur2): a signed 32-bit integer. */
export function murmur2(data: Uint8Array, start = 0, length = data.length): number {
  const m = 0x5bd1e995;
  let h = 0x9747b28c ^ length;
  const words = length >> 2;
  for (let i = 0, at = start; i < words; i++, at += 4) {
    let k =
      (data[at] as number) |
      ((data[at + 1] as number) << 8) |
      ((data[at + 2] as number) << 16) |
      ((data[at + 3] as number) << 24);
    k = Math.imul(k, m);
    k ^= k >>> 24;
    k = Math.imul(k, m);
    h = Math.imul(h, m) ^ k;
  }
  const tail = start + (words << 2);
  const left = length & 3;
  if (left >= 3) h ^= (data[tail + 2] as number) << 16;
  if (left >= 2) h ^= (data[tail + 1] as number) << 8;
  if (left >= 1) h = Math.imul(h ^ (data[tail] as number), m);
  h ^= h >>> 13;
  h = Math.imul(h, m);
  return h ^ (h >>> 15);
}

/** The partition of a key: Kafka's `toPositive(murmur2(key)) % numPartitions`. */
export function partitionOfKey(key: Uint8Array, partitionCount: number): number {
  return (murmur2(key) & 0x7fffffff) % partitionCount;
}

/** The same of a key that lies in somebody's memory. */
export function partitionOfKeyIn(memory: Uint8Array, start: number, size: number, partitionCount: number): number {
  return (murmur2(memory, start, size) & 0x7fffffff) % partitionCount;
}

/** Bytes without a key that go to one partition before the next one's turn: Kafka's default `batch.size`. */
const stickyBytes = 16 * 1024;

/** Where records without a key go: the same partition for about 16 KiB, then the next. One a topic and node. */
export class StickyPartitioner {
  #partition: number;
  #bytes = 0;

  /** `start` spreads nodes over the partitions. */
  constructor(start: number) {
    this.#partition = start;
  }

  next(byteSize: number, partitionCount: number): number {
    if (this.#bytes >= stickyBytes) {
      this.#partition += 1;
      this.#bytes = 0;
    }
    this.#bytes += byteSize;
    return this.#partition % partitionCount;
  }
}
