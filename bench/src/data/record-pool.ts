import type { RecordToAppend } from '@millrace/engine';
import { Random } from './random.ts';

const keyBytes = 10;
const valueBytes = 100;

/** What every contender is fed: a key of 10 bytes and an order as JSON text of exactly 100 bytes. */
export interface BenchRecord extends RecordToAppend {
  readonly key: Buffer;
  readonly value: Buffer;
}

const cities = [
  ...['Amsterdam', 'Athens', 'Berlin', 'Bogota', 'Bristol', 'Cairo', 'Cardiff', 'Chicago', 'Dakar', 'Delhi'],
  ...['Dublin', 'Geneva', 'Ghent', 'Hamburg', 'Hanoi', 'Helsinki', 'Istanbul', 'Jakarta', 'Kyoto', 'Lagos'],
  ...['Leeds', 'Lima', 'Lisbon', 'Ljubljana', 'Lyon', 'Madrid', 'Malmo', 'Manila', 'Montreal', 'Nairobi'],
  ...['Oslo', 'Porto', 'Prague', 'Quito', 'Riga', 'Rotterdam', 'Seoul', 'Tallinn', 'Turin', 'Vienna'],
] as const;

/**
 * An order: an id and a time that rise, a customer, a city, an amount, and a random reference that fills it up to 100
 * bytes. About half of it is structure, as in real events; no two are equal.
 */
function orderText(random: Random, index: number): string {
  const total = (random.below(1_000_000) / 100).toFixed(2);
  const start = `{"id":${1_000_000 + index},"at":${1_767_225_600_000 + index * 7},"user":"u${10_000 + random.below(90_000)}"`;
  const open = `${start},"city":"${random.pick(cities)}","total":${total},"ref":"`;
  return `${open}${random.text(valueBytes - open.length - 2)}"}`;
}

/**
 * `count` distinct records, the same in every run. They are made once, before anything is measured, and used again from
 * the first when a run needs more; no batch holds a record twice.
 */
export function makeRecords(count: number, seed = 1): readonly BenchRecord[] {
  const random = new Random(seed);
  const memory = Buffer.allocUnsafe(count * (keyBytes + valueBytes));
  return Array.from({ length: count }, (_, index) => {
    const at = index * (keyBytes + valueBytes);
    memory.write(random.text(keyBytes), at, 'latin1');
    memory.write(orderText(random, index), at + keyBytes, 'latin1');
    return {
      key: memory.subarray(at, at + keyBytes),
      value: memory.subarray(at + keyBytes, at + keyBytes + valueBytes),
    };
  });
}

/** Hands out `records` in slices of `size`, round and round. */
export class Slices {
  readonly #slices: readonly (readonly BenchRecord[])[];
  #next = 0;

  constructor(records: readonly BenchRecord[], size: number) {
    this.#slices = Array.from({ length: Math.floor(records.length / size) }, (_, i) =>
      records.slice(i * size, (i + 1) * size),
    );
  }

  next(): readonly BenchRecord[] {
    const slice = this.#slices[this.#next % this.#slices.length] as readonly BenchRecord[];
    this.#next += 1;
    return slice;
  }
}
