import type { RecordHeader } from '@millrace/engine';

/** Where something is from that is kept back, as its state has it. */
export interface HeldPlace {
  readonly topic: string;
  readonly offset: number;
  readonly headers: readonly RecordHeader[];
}

/** The offset, the length of the topic; the topic and the number of headers are behind them. */
const headBytes = 10;
const lengthBytes = 4;
const nothing = -1;

export function placeSize({ topic, headers }: HeldPlace): number {
  let size = headBytes + Buffer.byteLength(topic) + lengthBytes;
  for (const { key, value } of headers) size += 2 * lengthBytes + Buffer.byteLength(key) + (value?.length ?? 0);
  return size;
}

/** Writes `placeSize` bytes from `start` on: offset, topic, and of each header its key and its value. */
export function writePlace(target: Buffer, start: number, { topic, offset, headers }: HeldPlace): void {
  target.writeDoubleBE(offset, start);
  let at = start + headBytes + target.write(topic, start + headBytes);
  target.writeUInt16BE(at - start - headBytes, start + headBytes - 2);
  at = target.writeUInt32BE(headers.length, at);
  for (const { key, value } of headers) {
    const length = target.write(key, at + lengthBytes);
    target.writeUInt32BE(length, at);
    at = target.writeInt32BE(value?.length ?? nothing, at + lengthBytes + length);
    if (!value) continue;
    target.set(value, at);
    at += value.length;
  }
}

/** What `writePlace` has written from `start` on, and where it ends. */
export function readPlace(bytes: Buffer, start: number): { readonly place: HeldPlace; readonly end: number } {
  const offset = bytes.readDoubleBE(start);
  let at = start + headBytes;
  const text = (length: number) => {
    at += length;
    return bytes.toString('utf8', at - length, at);
  };
  const topic = text(bytes.readUInt16BE(at - 2));
  const count = bytes.readUInt32BE(at);
  at += lengthBytes;
  const headers = Array.from({ length: count }, (): RecordHeader => {
    at += lengthBytes;
    const key = text(bytes.readUInt32BE(at - lengthBytes));
    const length = bytes.readInt32BE(at);
    at += lengthBytes + Math.max(length, 0);
    return { key, value: length === nothing ? null : bytes.subarray(at - length, at) };
  });
  return { place: { topic, offset, headers }, end: at };
}
