import { bytesOf, type StateKey } from '../state/state-key.ts';
import type { HeldPlace } from './held-place.ts';
import type { Origin } from './origin.ts';

/** As many topics as there is room for, and one more for records of none of them. */
const maxTopics = 4096;
/** Records made of one input record: more than one operator takes of an epoch. */
const maxRecordsOfOne = 1 << 20;
const high = 0x1_0000_0000;

/**
 * Tells apart the records that come to one operator in a task: by the topic and offset that they were made of, and their number among those made of the
 * same one. The same whenever they come again, and however epochs are cut. Offsets are told apart where they are less than
 * 2^32 from each other, which is enough for records of the same key and time.
 */
export class RecordIds {
  readonly #topics: ReadonlyMap<string, number>;
  #ordinal = -1;
  #number = 0;

  /** `topics`: that the records come from. */
  constructor(topics: readonly string[]) {
    this.#topics = new Map(topics.slice(0, maxTopics - 1).map((topic, index) => [topic, index]));
  }

  /** Eight characters for the next record of the epoch. What was kept back is told apart by the record that it goes on with, as one of those made of that. */
  next(origin: Origin): StateKey {
    const { batch, index, ordinal } = origin.cause ?? origin;
    this.#number = ordinal === this.#ordinal ? this.#number + 1 : 0;
    this.#ordinal = ordinal;
    const topic = this.#topics.get(batch.topic) ?? maxTopics - 1;
    const offset = batch.offset(index);
    return word(offset - Math.floor(offset / high) * high) + word(topic * maxRecordsOfOne + this.#number);
  }

  /** The topic and offset of which an id was made, as far as it has them: of the offset what is below 2^32; no topic where it is none of these. */
  placeOf(id: StateKey): HeldPlace {
    const index = Math.floor(numberAt(id, 4) / maxRecordsOfOne);
    const topic = [...this.#topics].find(([, place]) => place === index)?.[0] ?? '';
    return { topic, offset: numberAt(id, 0), headers: [] };
  }
}

const numberAt = (id: StateKey, at: number) => bytesOf(id).readUInt32BE(at);

const word = (value: number): StateKey =>
  String.fromCharCode(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
