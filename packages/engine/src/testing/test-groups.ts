import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Subscription } from '../group/group-state.ts';

export interface MemberRow {
  readonly id?: string;
  readonly clientId?: string;
  readonly instanceId?: string;
  readonly subscription?: Subscription;
  readonly awaySince?: number;
}

export interface OwnershipRow {
  readonly owner: string | null;
  /** Default: the owner. */
  readonly target?: string | null;
  readonly generation?: number;
  readonly revokeDeadline?: number;
}

/** For engines beside `TestGroups`: members without a node live for as long as nobody looks after them. */
export const unattended = { groupCheckIntervalMs: 3_600_000 };

/** Groups written as rows: members without consumers, and whatever else a test wants to look at. */
export class TestGroups {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async make(group: string): Promise<number> {
    const { rows } = await this.#pool.query<{ id: number }>(
      `insert into millrace.consumer_groups (name) values ($1) on conflict (name) do update set name = excluded.name returning id`,
      [group],
    );
    return (rows[0] as { id: number }).id;
  }

  /** Gives the member's id. */
  async join(group: string, topics: readonly string[], member: MemberRow = {}): Promise<string> {
    const id = member.id ?? randomUUID();
    await this.#pool.query(
      `insert into millrace.group_members
         (id, group_id, node_id, client_id, instance_id, subscription, session_timeout_ms, revocation_timeout_ms, away_since)
       values ($1, $2, $1, $3, $4, $5, 10000, 10000, $6)`,
      [
        id,
        await this.make(group),
        member.clientId ?? 'test',
        member.instanceId ?? null,
        JSON.stringify(member.subscription ?? { topics }),
        member.awaySince ?? null,
      ],
    );
    return id;
  }

  async leave(memberId: string): Promise<void> {
    await this.#pool.query(
      `with gone as (delete from millrace.group_members where id = $1)
       delete from millrace.group_partitions where owner = $1 or target = $1`,
      [memberId],
    );
  }

  async own(group: string, topic: string, partition: number, row: OwnershipRow): Promise<void> {
    await this.#pool.query(
      `insert into millrace.group_partitions (group_id, partition_id, unit, owner, owner_generation, target, revoke_deadline)
       select $1, p.id, $2 || '/' || p.index, $4, $5, $6, $7
       from millrace.partitions p join millrace.topics t on t.id = p.topic_id where t.name = $2 and p.index = $3
       on conflict (group_id, partition_id) do update set owner = excluded.owner, owner_generation = excluded.owner_generation,
         target = excluded.target, revoke_deadline = excluded.revoke_deadline`,
      [
        await this.make(group),
        topic,
        partition,
        row.owner,
        row.generation ?? 1,
        row.target === undefined ? row.owner : row.target,
        row.revokeDeadline ?? null,
      ],
    );
  }

  /** Commits whoever owns the partition; null deletes. */
  async commit(group: string, topic: string, partition: number, nextOffset: number | null): Promise<void> {
    await this.#pool.query(
      `select millrace.overwrite_offsets($1, array[p.id], array[$4::bigint], array[0])
       from millrace.partitions p join millrace.topics t on t.id = p.topic_id where t.name = $2 and p.index = $3`,
      [await this.make(group), topic, partition, nextOffset],
    );
  }

  /** What the group has committed in a topic, by partition. */
  async committed(group: string, topic: string): Promise<readonly (number | null)[]> {
    const { rows } = await this.#pool.query<{ next_offset: string | null }>(
      `select c.next_offset from millrace.topics t join millrace.partitions p on p.topic_id = t.id
       left join millrace.group_offsets(array(select id from millrace.consumer_groups where name = $1)) c on c.partition_id = p.id
       where t.name = $2 order by p.index`,
      [group, topic],
    );
    return rows.map((row) => (row.next_offset === null ? null : Number(row.next_offset)));
  }

  async rollOffsetTable(): Promise<void> {
    await this.#pool.query(`select millrace.roll_offset_table(id) from millrace.offset_tables where sealed_at is null`);
  }

  async carryOver(): Promise<void> {
    await this.#pool.query('select millrace.carry_over_offsets()');
  }
}
