import { hash, randomInt } from 'node:crypto';

/** A longer key is told apart by its SHA-256, which stands for it; a shorter one by its own bytes. */
const maxKeyBytes = 48;
/** What is known of a key lies together, so that a look at it waits for memory once: int32 each. */
const field = { hash: 0, partition: 1, keyStart: 2, keySize: 3, offsetHigh: 4, offsetLow: 5 } as const;
const entryFields = 6;
/** Of an entry with its two slots, beside its key. */
const entryBytes = (entryFields + 2) * 4;
const initialEntries = 1024;

/**
 * The newest offset of every key of a topic's partitions: what compaction goes by (Kafka's offset map). Takes a bounded number of
 * bytes and says when it is full. Two keys are never taken for one: they are compared, not only their hashes.
 */
export class NewestOffsets {
  readonly #maxBytes: number;
  readonly #seed = randomInt(2 ** 31);
  /** By hash, open addressing: 1 + the entry's index, 0 while empty. A power of two, twice as many as there may be entries. */
  #slots = new Int32Array(initialEntries * 2);
  #entries = new Int32Array(initialEntries * entryFields);
  /** Entries there is room for. */
  #capacity = initialEntries;
  #keys = new Uint8Array(initialEntries * 16);
  #keysEnd = 0;
  #size = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Number of keys. */
  get size(): number {
    return this.#size;
  }

  /** Takes note of a key, `bytes` from `start` to `end`, at an offset not lower than any before; false: there is no room for it. */
  put(partitionId: number, bytes: Uint8Array, start: number, end: number, offset: number): boolean {
    if (end - start > maxKeyBytes) {
      const digest = digestOf(bytes, start, end);
      return this.#put(partitionId, digest, 0, digest.length, offset, longKey);
    }
    return this.#put(partitionId, bytes, start, end, offset, 0);
  }

  /** The newest offset of a key; undefined: it is not known. */
  get(partitionId: number, bytes: Uint8Array, start: number, end: number): number | undefined {
    const slot =
      end - start > maxKeyBytes
        ? this.#slotOfLong(partitionId, bytes, start, end)
        : this.#slotOf(partitionId, bytes, start, end, 0, this.#hashOf(partitionId, bytes, start, end));
    const entry = (this.#slots[slot] as number) - 1;
    if (entry < 0) return undefined;
    const at = entry * entryFields;
    const low = (this.#entries[at + field.offsetLow] as number) >>> 0;
    return (this.#entries[at + field.offsetHigh] as number) * 0x1_0000_0000 + low;
  }

  #slotOfLong(partitionId: number, bytes: Uint8Array, start: number, end: number): number {
    const digest = digestOf(bytes, start, end);
    const hashed = this.#hashOf(partitionId, digest, 0, digest.length);
    return this.#slotOf(partitionId, digest, 0, digest.length, longKey, hashed);
  }

  #put(partitionId: number, bytes: Uint8Array, start: number, end: number, offset: number, mark: number): boolean {
    const hashed = this.#hashOf(partitionId, bytes, start, end);
    let slot = this.#slotOf(partitionId, bytes, start, end, mark, hashed);
    const known = (this.#slots[slot] as number) - 1;
    if (known >= 0) {
      this.#setOffset(known * entryFields, offset);
      return true;
    }
    const size = end - start;
    if (this.#size === this.#capacity) {
      if (!this.#growEntries()) return false;
      slot = this.#slotOf(partitionId, bytes, start, end, mark, hashed);
    }
    if (this.#keysEnd + size > this.#keys.length && !this.#growKeys(size)) return false;
    const at = this.#size * entryFields;
    this.#size += 1;
    this.#slots[slot] = this.#size;
    this.#entries[at + field.hash] = hashed;
    this.#entries[at + field.partition] = partitionId;
    this.#entries[at + field.keyStart] = this.#keysEnd;
    this.#entries[at + field.keySize] = size | mark;
    this.#setOffset(at, offset);
    for (let i = start; i < end; i++) this.#keys[this.#keysEnd++] = bytes[i] as number;
    return true;
  }

  /** Where the key is, or would be. `mark` tells the digest of a long key from a short key of the same bytes. */
  #slotOf(partitionId: number, bytes: Uint8Array, start: number, end: number, mark: number, hashed: number): number {
    const mask = this.#slots.length - 1;
    const marked = (end - start) | mark;
    for (let slot = hashed & mask; ; slot = (slot + 1) & mask) {
      const entry = (this.#slots[slot] as number) - 1;
      if (entry < 0) return slot;
      const at = entry * entryFields;
      if (this.#entries[at + field.hash] !== hashed || this.#entries[at + field.keySize] !== marked) continue;
      if (this.#entries[at + field.partition] === partitionId && this.#isKey(at, bytes, start, end)) return slot;
    }
  }

  #setOffset(at: number, offset: number): void {
    const high = Math.floor(offset / 0x1_0000_0000);
    this.#entries[at + field.offsetHigh] = high;
    this.#entries[at + field.offsetLow] = offset - high * 0x1_0000_0000;
  }

  #isKey(at: number, bytes: Uint8Array, start: number, end: number): boolean {
    const keyStart = this.#entries[at + field.keyStart] as number;
    for (let i = start; i < end; i++) if (this.#keys[keyStart + i - start] !== bytes[i]) return false;
    return true;
  }

  /** FNV-1a with a seed of its own for each map, so that nobody can choose keys that collide; mixed as murmur3 does at its end. */
  #hashOf(partitionId: number, bytes: Uint8Array, start: number, end: number): number {
    let h = Math.imul(this.#seed ^ partitionId, 0x01000193);
    for (let i = start; i < end; i++) h = Math.imul(h ^ (bytes[i] as number), 0x01000193);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return h ^ (h >>> 16);
  }

  #growEntries(): boolean {
    const capacity = this.#capacity * 2;
    if (capacity * entryBytes + this.#keys.length > this.#maxBytes) return false;
    this.#capacity = capacity;
    this.#entries = grown(this.#entries, new Int32Array(capacity * entryFields));
    this.#slots = new Int32Array(capacity * 2);
    const mask = this.#slots.length - 1;
    for (let entry = 0; entry < this.#size; entry++) {
      let slot = (this.#entries[entry * entryFields + field.hash] as number) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = entry + 1;
    }
    return true;
  }

  #growKeys(size: number): boolean {
    const length = Math.max(this.#keys.length * 2, this.#keysEnd + size);
    if (this.#capacity * entryBytes + length > this.#maxBytes) return false;
    this.#keys = grown(this.#keys, new Uint8Array(length));
    return true;
  }
}

const longKey = 0x80;

function digestOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return hash('sha256', bytes.subarray(start, end), 'buffer');
}

function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
