import type { Engine, RecordToAppend } from '@millrace/engine';
import type { Run } from '../measure/run.ts';

let groups = 0;

/**
 * What one would write without streams-rx: a consumer, JSON, and a transaction with what each batch gives and its offsets. Takes a backlog to its
 * end.
 */
export async function drainByHand(
  engine: Engine,
  input: string,
  output: string,
  records: number,
  work: (value: string) => Buffer | undefined,
): Promise<Run> {
  const consumer = engine.consumer({
    group: `bench-by-hand-${groups++}`,
    topics: [input],
    maxRecords: 5_000,
    maxUncommitted: 50_000,
  });
  const startedAt = performance.now();
  const commits = new Set<Promise<unknown>>();
  let done = 0;
  for await (const event of consumer) {
    if (event.kind !== 'RECORDS') continue;
    const { batch } = event;
    const made: RecordToAppend[] = [];
    for (let i = 0; i < batch.count; i++) {
      const value = work(batch.valueText(i) as string);
      if (value) made.push({ key: batch.key(i), value, timestamp: batch.timestamp(i) });
    }
    const commit = engine.transaction(async (tx) => {
      if (made.length > 0) await tx.append({ topic: output, records: made });
      await tx.commit(consumer, event);
    });
    commits.add(commit);
    void commit.then(() => commits.delete(commit));
    if (commits.size >= 4) await Promise.race(commits);
    done += batch.count;
    if (done < records) continue;
    // Before the consumer leaves its group, which ends with the loop.
    await Promise.all(commits);
    break;
  }
  return { records, seconds: (performance.now() - startedAt) / 1_000, p50Ms: null, p99Ms: null };
}
