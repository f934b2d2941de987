import { MillraceError } from '@millrace/core';
import type { TopicPartition, Transaction } from '@millrace/engine';
import type { TaskOwner } from './commit-epoch.ts';

/**
 * Held until the transaction ends, as a commit of offsets holds it: a unit that is about to move waits, and who waited for the move sees the
 * row as it is then. In the order of partitions, as commits take them. $1 group, $2 member, $3 generation, $4 topics, $5 numbers.
 */
const sql = `
select p.partition_id from millrace.group_partitions p
join millrace.consumer_groups g on g.id = p.group_id
join millrace.partitions n on n.id = p.partition_id
join millrace.topics t on t.id = n.topic_id
join unnest($4::text[], $5::integer[]) as w (topic, partition) on w.topic = t.name and w.partition = n.index
where g.name = $1 and p.owner = $2::uuid and p.owner_generation <= $3
order by p.group_id, p.partition_id
for no key update of p`;

/**
 * Makes a transaction fail unless all partitions are the owner's, until its end. No offset is committed by it: one that was looked up before
 * would put a task back behind an epoch that is committed meanwhile. FENCED_MEMBER.
 */
export async function assertOwner(
  tx: Pick<Transaction, 'query'>,
  owner: TaskOwner,
  partitions: readonly TopicPartition[],
): Promise<void> {
  const { rowCount } = await tx.query(sql, [
    owner.group,
    owner.memberId,
    owner.generation,
    partitions.map(({ topic }) => topic),
    partitions.map(({ partition }) => partition),
  ]);
  if (rowCount === partitions.length) return;
  const [first] = partitions;
  throw new MillraceError(
    'FENCED_MEMBER',
    `Member "${owner.memberId}" of group "${owner.group}" does not own partition ${first?.partition} of topic "${first?.topic}" and what belongs to it any more: its state is another one's.`,
  );
}
