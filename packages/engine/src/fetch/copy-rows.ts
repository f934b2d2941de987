import { MillraceError } from '@millrace/core';

const signatureBytes = 11;

/**
 * The rows of `COPY … TO STDOUT (FORMAT binary)`: for each its fields, null or a view of `data`. Source: PostgreSQL's
 * documentation of COPY, "Binary Format".
 */
export function* decodeCopyRows(data: Buffer): Generator<(Buffer | null)[], undefined, undefined> {
  let at = signatureBytes + 4;
  at += 4 + data.readInt32BE(at);
  for (;;) {
    const fieldCount = data.readInt16BE(at);
    at += 2;
    if (fieldCount === -1) return;
    const fields = new Array<Buffer | null>(fieldCount);
    for (let i = 0; i < fieldCount; i++) {
      const size = data.readInt32BE(at);
      at += 4;
      if (size < 0) {
        fields[i] = null;
        continue;
      }
      if (at + size > data.length) throw new MillraceError('INTERNAL', 'Postgres sent a COPY row that is cut off.');
      fields[i] = data.subarray(at, at + size);
      at += size;
    }
    yield fields;
  }
}

/** An `int8` field. */
export function int8Of(field: Buffer): number {
  return field.readInt32BE(0) * 0x1_0000_0000 + field.readUInt32BE(4);
}

/** A whole number as SQL text: COPY takes no parameters, so this is the only way anything gets into its query. */
export function integerLiteral(value: number): string {
  if (!Number.isSafeInteger(value)) throw new MillraceError('INTERNAL', `${value} is not a whole number.`);
  return String(value);
}
