import { ByteArrayBuilder, BytesColumn, elementType } from '@millrace/engine';
import type { StateKey } from '../state-key.ts';

/** Keys as one parameter of the type `bytea[]`. */
export function keyArray(keys: Iterable<StateKey>): Buffer {
  const builder = new ByteArrayBuilder();
  for (const key of keys) builder.pushLatin1(key);
  return builder.finish(elementType.bytea);
}

/** `array_send` writes an array without elements as one without dimensions. */
const emptyArrayBytes = 12;

/** What `array_send` wrote of a `bytea[]`; null: it has no elements. */
export function arrayColumn(sent: Buffer): BytesColumn | null {
  return sent.length > emptyArrayBytes ? new BytesColumn(sent) : null;
}
