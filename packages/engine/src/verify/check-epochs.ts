import type { CheckScope } from './scope.ts';
import { inSnapshot } from './snapshot.ts';

const rowsSql = 'select count(*)::integer as rows from millrace.log_epoch';

/** Starts rise with their epochs, none is of an epoch to come, and every partition has one of each epoch since it was made. */
const startsSql = `
with log as (select greatest(l.epoch, coalesce(l.pending, 0)) as newest, l.epoch, l.pending from millrace.log_epoch l),
starts as (
  select s.partition_id, s.epoch, s.start_offset, lag(s.start_offset) over (partition by s.partition_id order by s.epoch) as before
  from millrace.epoch_starts s
)
select t.name as topic, p.index, s.epoch, s.start_offset::float8, s.before::float8, log.newest
from starts s join millrace.partitions p on p.id = s.partition_id join millrace.topics t on t.id = p.topic_id, log
where ($1::integer[] is null or t.id = any ($1)) and (s.epoch > log.newest or s.start_offset < s.before or s.start_offset < 0)
union all
select t.name, p.index, log.epoch, null, null, log.newest
from millrace.partitions p join millrace.topics t on t.id = p.topic_id, log
where ($1::integer[] is null or t.id = any ($1)) and log.epoch > 0
  -- One that was made while the epoch is being raised begins with the next one.
  and not exists (select from millrace.epoch_starts s where s.partition_id = p.id and s.epoch in (log.epoch, log.pending))
order by 1, 2, 3`;

interface WrongStart {
  readonly topic: string;
  readonly index: number;
  readonly epoch: number;
  readonly start_offset: number | null;
  readonly before: number | null;
  readonly newest: number;
}

function problemOf({ epoch, start_offset: start, before, newest }: WrongStart): string {
  if (start === null) return `It is not known where epoch ${epoch} of the log began`;
  if (epoch > newest) return `Epoch ${epoch} began at ${start}, and the log's epoch is ${newest}`;
  return `Epoch ${epoch} began at ${start}, and the one before it at ${before}`;
}

/** Log epochs: there is one, and where each began in every partition. */
export function checkEpochs({ session, findings, topicIds }: CheckScope): Promise<void> {
  return inSnapshot(session, async () => {
    const count = await session.query<{ rows: number }>(rowsSql);
    if (count.rows[0]?.rows !== 1) {
      findings.add({
        code: 'LOG_EPOCH',
        table: 'millrace.log_epoch',
        message: `millrace.log_epoch has ${count.rows[0]?.rows} rows, not one: nothing can be appended.`,
        hint: 'Restore it from a backup, or insert a row whose epoch is higher than any log_epoch of a batch row, and start a node.',
      });
      return;
    }
    const { rows } = await session.query<WrongStart>(startsSql, [topicIds]);
    for (const row of rows) {
      findings.add({
        code: 'LOG_EPOCH',
        topic: row.topic,
        partition: row.index,
        offset: row.start_offset,
        table: 'millrace.epoch_starts',
        message: `${problemOf(row)}: offsets that were remembered before may mean other records.`,
        hint: 'Raise the log epoch (npm run epoch -- raise), which takes note of where every partition ends now.',
      });
    }
  });
}
