import type { Engine } from '@millrace/engine';

/** Reads `records` records from the first on and looks at every key and value, as a consumer would. */
export async function readTopic(
  engine: Engine,
  topic: string,
  records: number,
): Promise<{ records: number; bytes: number }> {
  let count = 0;
  let bytes = 0;
  for await (const batch of engine.read({ topics: [topic], from: { edge: 'EARLIEST' } })) {
    for (let i = 0; i < batch.count; i++) bytes += (batch.key(i)?.length ?? 0) + (batch.value(i)?.length ?? 0);
    count += batch.count;
    if (count >= records) break;
  }
  return { records: count, bytes };
}
