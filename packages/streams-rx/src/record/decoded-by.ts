import type { Serde } from '@millrace/core';

/** What a serde makes of bytes. TypeError for undefined, which is no value; whatever the serde throws. */
export function decodedBy<T>(serde: Serde<T>, bytes: Uint8Array): T {
  const value = serde.deserialize(bytes);
  if (value === undefined) throw new TypeError('Its serde gives undefined.');
  return value;
}
