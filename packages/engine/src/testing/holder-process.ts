import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openDatabase, sqlState } from '@millrace/database';
import { moduleCall } from './module-call.ts';
import { within } from './wait.ts';

/** A process that took a partition's lock in a transaction and does nothing more until it is told to go on. */
export interface HolderProcess {
  readonly child: ChildProcess;
  /** Lets it insert into the partition and commit; resolves with what came of it: `committed` or an SQLSTATE. */
  goOn(): Promise<string>;
}

interface HolderOptions {
  readonly url: string;
  readonly topic: string;
  readonly partition: number;
}

/** Resolves once the process holds the lock, with the session settings of a node. */
export async function startHolderProcess(options: HolderOptions): Promise<HolderProcess> {
  const child = spawn(process.execPath, moduleCall(import.meta.url, 'runHolderProcess', options), {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => (await within(lines.next(), 'a word of the process that holds a lock')).value as string;
  if ((await next()) !== 'held') throw new Error('The process could not take the lock.');
  return {
    child,
    goOn() {
      child.stdin.write('go on\n');
      return next();
    },
  };
}

/**
 * What the process runs.
 * @public The process imports it by this file's address.
 */
export async function runHolderProcess(): Promise<void> {
  const { url, topic, partition } = JSON.parse(process.argv.at(-1) as string) as HolderOptions;
  const database = await openDatabase({ url });
  const client = await database.connect();
  const { rows } = await client.query<{ id: number; segment: number }>(
    `select p.id, s.id as segment from millrace.topics t
     join millrace.partitions p on p.topic_id = t.id and p.index = $2
     join millrace.segments s on s.topic_id = t.id and s.sealed_at is null where t.name = $1`,
    [topic, partition],
  );
  const { id, segment } = rows[0] as { id: number; segment: number };
  await client.query('begin');
  await client.query(
    'select pg_advisory_xact_lock_shared(millrace.topic_lock(), topic_id) from millrace.partitions where id = $1',
    [id],
  );
  await client.query('select pg_advisory_xact_lock(millrace.partition_lock(), $1)', [id]);
  process.stdout.write('held\n');
  await once(process.stdin, 'data');
  try {
    // What a flush would do next, at the end it saw before.
    await client.query(
      `insert into millrace_segments.s${segment} (base_offset, last_offset, append_time, base_timestamp, max_timestamp, crc,
         partition_id, record_count, log_epoch, byte_size, format, "values")
       values (0, 0, 0, 0, 0, 0, $1, 1, 0, 0, 1, array['x'::bytea])`,
      [id],
    );
    await client.query('commit');
    process.stdout.write('committed\n');
  } catch (error) {
    process.stdout.write(`${sqlState(error) ?? 'lost'}\n`);
  }
  process.stdin.destroy();
  await client.end().catch(() => undefined);
  await database.close();
}
