import {
  bytesSerde,
  canonicalJson,
  canonicalJsonSerde,
  jsonSerde,
  MillraceError,
  numberSerde,
  type Serde,
  stringSerde,
} from '@millrace/core';
import type { Format } from '@millrace/engine';

/** As the API has it: a text is its UTF-8 bytes, anything else its canonical JSON text; it is read back as a text. */
export const textSerde: Serde<unknown> = {
  serialize: (value) => stringSerde.serialize(typeof value === 'string' ? value : canonicalJson(value)),
  deserialize: stringSerde.deserialize,
};

const keySerdes: Record<Format, Serde<unknown>> = {
  STRING: textSerde,
  JSON: canonicalJsonSerde,
  BYTES: bytesSerde as Serde<unknown>,
};
const valueSerdes: Record<Format, Serde<unknown>> = { ...keySerdes, JSON: jsonSerde };

/** Writes and reads as the configuration of a topic says, which is known when the application starts. */
export class TopicSerde implements Serde<unknown> {
  readonly topic: string;
  readonly part: 'key' | 'value';
  #serde: Serde<unknown> | undefined;

  constructor(topic: string, part: 'key' | 'value') {
    this.topic = topic;
    this.part = part;
  }

  resolve(format: Format): void {
    this.#serde = (this.part === 'key' ? keySerdes : valueSerdes)[format];
  }

  get resolved(): Serde<unknown> {
    if (!this.#serde)
      throw new MillraceError('INTERNAL', `The ${this.part} format of "${this.topic}" is not known yet.`);
    return this.#serde;
  }

  serialize(value: unknown): Uint8Array {
    return this.resolved.serialize(value);
  }

  deserialize(bytes: Uint8Array): unknown {
    return this.resolved.deserialize(bytes);
  }
}

/** The serde behind one that was left to a topic. */
export function resolvedSerde<T>(serde: Serde<T>): Serde<T> {
  return serde instanceof TopicSerde ? (serde.resolved as Serde<T>) : serde;
}

/** Whether it reads bytes as `jsonSerde` does. */
export function readsJson(serde: Serde<unknown>): boolean {
  const resolved = resolvedSerde(serde);
  return resolved === jsonSerde || resolved === canonicalJsonSerde;
}

/** What people call a serde. */
export function formatOf(serde: Serde<unknown>): Format {
  if (serde === (bytesSerde as Serde<unknown>)) return 'BYTES';
  // A number's text is JSON.
  if (serde === jsonSerde || serde === canonicalJsonSerde || serde === (numberSerde as Serde<unknown>)) return 'JSON';
  return serde === textSerde || serde === (stringSerde as Serde<unknown>) ? 'STRING' : 'BYTES';
}
