import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CommitFixture, createCommitFixture } from '../testing/commit-fixture.ts';
import { rollOffsetTable } from '../testing/offset-table-steps.ts';

let fixture: CommitFixture;

beforeEach(async () => {
  fixture = await createCommitFixture();
});

afterEach(() => fixture.remove());

it('G14: what groups have committed can be read with SQL by millrace_reader, also behind a roll, and not be written', async () => {
  const { database, group, lane, other } = fixture;
  const member = randomUUID();
  await group.own(member, 1);
  await lane.commit(group.request(member, 1, [[0, 10], [2, 12]])); // biome-ignore format: offsets
  const { rows } = await database.pool.query<{ id: number }>('select id from millrace.offset_tables');
  await rollOffsetTable(database.pool, rows[0]?.id as number);
  await lane.commit(group.request(member, 1, [[2, 11]]));
  await other.query('set role millrace_reader');
  const committed = await other.query(
    `select p.index, c.next_offset
     from millrace.group_partitions g
     join millrace.partitions p on p.id = g.partition_id
     join millrace.committed_offsets(g.group_id, array[g.partition_id]) c on c.partition_id = g.partition_id
     where g.group_id = $1 order by 1`,
    [group.groupId],
  );
  expect(committed.rows).toEqual([
    { index: 0, next_offset: '10' },
    { index: 2, next_offset: '11' },
  ]);
  const overwrite = other.query("select millrace.overwrite_offsets($1, '{1}', '{0}', '{0}')", [group.groupId]);
  await expect(overwrite).rejects.toMatchObject({ code: '42501' });
  await expect(other.query('delete from millrace.group_partitions')).rejects.toMatchObject({ code: '42501' });
});
