import { MillraceError } from '@millrace/core';

/** Signature, flags, and the length of an extension, of which there is none. */
const headerBytes = 11 + 4 + 4;

/** The next row at `at` and where it ends; null behind the last one; the bytes that have to be there first. */
function readRow(data: Buffer, at: number): { fields: (Buffer | null)[]; end: number } | null | number {
  if (data.length < at + 2) return at + 2;
  const fieldCount = data.readInt16BE(at);
  if (fieldCount === -1) return null;
  let end = at + 2;
  const fields = new Array<Buffer | null>(fieldCount);
  for (let i = 0; i < fieldCount; i++) {
    if (data.length < end + 4) return end + 4;
    const size = data.readInt32BE(end);
    end += 4;
    if (size >= 0 && data.length < end + size) return end + size;
    fields[i] = size < 0 ? null : data.subarray(end, end + size);
    if (size > 0) end += size;
  }
  return { fields, end };
}

/**
 * The rows of `COPY … TO STDOUT (FORMAT binary)` as they arrive: no more is held than the row that is being put together and what
 * came with it. A field is null or a view that holds good until the next row is asked for.
 */
export async function* streamCopyRows(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<(Buffer | null)[], void, undefined> {
  let waiting: Buffer[] = [];
  let held = 0;
  let needed = headerBytes;
  let at = headerBytes;
  let ended = false;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    held += chunk.length;
    // Joined only once the row is complete: a large one comes in a thousand pieces.
    if (held < needed || ended) continue;
    const data = waiting.length === 1 ? (waiting[0] as Buffer) : Buffer.concat(waiting, held);
    for (;;) {
      const row = readRow(data, at);
      if (row === null) {
        ended = true;
        break;
      }
      if (typeof row === 'number') {
        needed = row - at;
        break;
      }
      yield row.fields;
      at = row.end;
    }
    const rest = data.subarray(at);
    waiting = [rest];
    held = rest.length;
    at = 0;
  }
  if (!ended) throw new MillraceError('INTERNAL', 'Postgres sent COPY rows that are cut off.');
}
