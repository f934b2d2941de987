import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streamCopyRows } from './copy-row-stream.ts';

type Row = (Buffer | null)[];

function encode(rows: readonly Row[]): Buffer {
  const int = (size: 2 | 4, value: number) => {
    const buffer = Buffer.alloc(size);
    buffer.writeIntBE(value, 0, size);
    return buffer;
  };
  const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), int(4, 0), int(4, 0)]);
  const body = rows.map((row) =>
    Buffer.concat([
      int(2, row.length),
      ...row.map((field) => (field ? Buffer.concat([int(4, field.length), field]) : int(4, -1))),
    ]),
  );
  return Buffer.concat([header, ...body, int(2, -1)]);
}

async function decode(chunks: readonly Buffer[]): Promise<Row[]> {
  const rows: Row[] = [];
  async function* source() {
    yield* chunks;
  }
  // Copied, because a field holds good only until the next row.
  for await (const fields of streamCopyRows(source())) rows.push(fields.map((field) => field && Buffer.from(field)));
  return rows;
}

const fieldArbitrary = fc.option(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)));
const rowsArbitrary = fc.array(fc.array(fieldArbitrary, { maxLength: 5 }), { maxLength: 10 });

describe('rows of a binary COPY as they arrive', () => {
  it('are the same wherever the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, fc.array(fc.nat(600), { maxLength: 12 }), async (rows, cuts) => {
        const data = encode(rows);
        const at = [0, ...cuts.map((cut) => cut % data.length), data.length].sort((a, b) => a - b);
        const chunks = at.slice(1).map((end, i) => data.subarray(at[i], end));
        expect(await decode(chunks)).toEqual(rows);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it('come byte by byte too', async () => {
    const rows: Row[] = [[Buffer.from('abc'), null, Buffer.alloc(0)], [Buffer.alloc(300, 7)]];
    const data = encode(rows);
    expect(await decode(Array.from(data, (_, i) => data.subarray(i, i + 1)))).toEqual(rows);
  });

  it('that are cut off are an error', async () => {
    const data = encode([[Buffer.from('abc')]]);
    for (const end of [0, 10, data.length - 3]) {
      await expect(decode([data.subarray(0, end)])).rejects.toThrow(/cut off/);
    }
  });
});
