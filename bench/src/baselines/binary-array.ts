const byteaType = 17;
const headerBytes = 20;

/**
 * A `bytea[]` in Postgres's binary form. node-postgres sends a Buffer as a binary parameter; its own arrays of Buffers
 * would travel as hex text, at twice the size and several times the work.
 */
export function byteaArray(elements: readonly Buffer[]): Buffer {
  let size = headerBytes;
  for (const element of elements) size += 4 + element.length;
  const array = Buffer.allocUnsafe(size);
  array.writeInt32BE(1, 0); // one dimension
  array.writeInt32BE(0, 4); // without nulls
  array.writeInt32BE(byteaType, 8);
  array.writeInt32BE(elements.length, 12);
  array.writeInt32BE(1, 16); // from index 1
  let at = headerBytes;
  for (const element of elements) {
    at = array.writeInt32BE(element.length, at);
    array.set(element, at);
    at += element.length;
  }
  return array;
}
