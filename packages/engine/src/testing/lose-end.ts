import type { TestEngine } from './test-engine.ts';

/** Rows of a partition that are lost: those that begin at `from` or behind it. */
export interface LostEnd {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
}

/**
 * What a standby that was behind looks like once it has taken over: it lacks the newest rows and is on another timeline, and all
 * sessions were lost.
 */
export async function loseEnd({ database, test }: TestEngine, ...lost: readonly LostEnd[]): Promise<void> {
  const client = await database.connect();
  try {
    await client.query('begin');
    for (const { topic, partition, from } of lost) {
      const { rows } = await client.query<{ id: number; partition_id: number }>(
        `select s.id, p.id as partition_id from millrace.topics t
         join millrace.partitions p on p.topic_id = t.id and p.index = $2
         join millrace.segments s on s.topic_id = t.id and s.sealed_at is null
         where t.name = $1`,
        [topic, partition],
      );
      for (const row of rows) {
        await client.query(`delete from millrace_segments.s${row.id} where partition_id = $1 and base_offset >= $2`, [
          row.partition_id,
          from,
        ]);
      }
    }
    await client.query("update millrace.log_epoch set timeline = '000000FF'");
    await client.query('commit');
    // With a limit in ms it returns once the session is gone: what is written from now on is written on other ones.
    await client.query(
      'select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
      [test.name],
    );
  } finally {
    await client.end();
  }
}
