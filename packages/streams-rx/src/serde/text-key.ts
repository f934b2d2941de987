import { type Serde, stringSerde } from '@millrace/core';
import { bytesOf, type StateKey } from '../state/state-key.ts';
import { resolvedSerde, textSerde } from './topic-serde.ts';

const beyondAscii = /[\u0080-\uffff]/;

/** Whether a serde reads the bytes of a state key as the text that the state key is. */
export function isAsciiText(serde: Serde<unknown>, key: StateKey): boolean {
  const resolved = resolvedSerde(serde);
  return (resolved === textSerde || resolved === (stringSerde as Serde<unknown>)) && !beyondAscii.test(key);
}

/** What a serde reads from the bytes of a state key: no bytes are made of it where it is the text that is read. */
export function keyOfState<K>(serde: Serde<K>, key: StateKey): K {
  return isAsciiText(serde as Serde<unknown>, key) ? (key as K) : serde.deserialize(bytesOf(key));
}
