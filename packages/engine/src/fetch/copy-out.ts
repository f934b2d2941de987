import type { ClientBase } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** All that `copy … to stdout` sends; `onPart` is told of each part that comes. The client is of no more use when it rejects. */
export async function copyOut(client: ClientBase, copySql: string, onPart: () => void = () => {}): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of client.query(copyTo(copySql))) {
    chunks.push(chunk as Buffer);
    onPart();
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}
