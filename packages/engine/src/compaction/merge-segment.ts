import type { SealedSegment, SealedTopic } from './read-sealed-topics.ts';
import type { RewriteResult } from './rewrite-result.ts';
import { type Rewriting, rewriteTable } from './rewrite-table.ts';
import { beforeRows } from './scan-keys.ts';
import { readRowsBehind } from './source-row.ts';

/** Writes a segment's many small rows anew as few large ones. Every record stays, so no gap arises. */
export async function mergeSegment(
  rewriting: Rewriting,
  topic: SealedTopic,
  segment: SealedSegment,
): Promise<RewriteResult> {
  const { client, pace, limits } = rewriting;
  const { tableId } = segment;
  const rewritten = await rewriteTable(rewriting, { topicId: topic.id, tableId }, async (writer) => {
    for (let place = beforeRows; ; ) {
      const { rows, bytesRead } = await readRowsBehind(client, tableId, place, limits.maxFetchBytes);
      const last = rows.at(-1);
      if (!last) break;
      place = last;
      const writtenBefore = writer.byteSize;
      for (const row of rows) {
        await pace.breathe();
        await writer.write(row, null);
      }
      await pace.spend(bytesRead + writer.byteSize - writtenBefore);
    }
    return { topicId: topic.id, segments: [segment], compacting: false, removedRecords: 0 };
  });
  const bytesBefore = segment.byteSize ?? 0;
  return { bytesBefore, bytesAfter: rewritten?.byteSize ?? bytesBefore, removedRecords: 0, isDone: true };
}
