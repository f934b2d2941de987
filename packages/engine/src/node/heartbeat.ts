import type { Clock, Logger, Timer } from '@millrace/core';
import { type AnswerSource, answeredQuery } from '@millrace/database';
import type { Pool } from 'pg';
import type { NodeInfo } from '../engine.ts';

/** A node whose heartbeat is older than so many of its own intervals counts as gone. */
const missedBeats = 3;
/** How long a beat, or a question about the nodes, may go without an answer. Its session is given up then. */
const answerMs = 10_000;
/** Beats that wait for an answer at a time, each on a session of its own: a server may be slow, and sessions may have fallen silent. */
const maxBeatsUnderWay = 4;
/** Rows of nodes that are gone for so long are removed by whoever beats. */
const forgetAfter = '1 hour';

const beatSql = `
with gone as (
  delete from millrace.nodes
  where id <> $1 and heartbeat_at < to_timestamp(millrace.now() / 1000.0) - interval '${forgetAfter}'
    - make_interval(secs => heartbeat_interval_ms / 1000.0 * $7)
)
insert into millrace.nodes (id, role, hostname, process_id, version, address, started_at, heartbeat_at, heartbeat_interval_ms)
values ($1, $2, $3, $4, $5, $6, to_timestamp(millrace.now() / 1000.0), to_timestamp(millrace.now() / 1000.0), $8)
on conflict (id) do update set heartbeat_at = excluded.heartbeat_at
returning (
  select count(*)::integer from millrace.nodes other
  where other.id <> $1
    and other.heartbeat_at > to_timestamp(millrace.now() / 1000.0) - make_interval(secs => other.heartbeat_interval_ms / 1000.0 * $7)
) as others`;

const nodesSql = `
select id, role, hostname, process_id, version, address, started_at, heartbeat_at,
       heartbeat_at > to_timestamp(millrace.now() / 1000.0) - make_interval(secs => heartbeat_interval_ms / 1000.0 * $1) as alive
from millrace.nodes order by started_at, id`;

interface NodeRow {
  id: string;
  role: string;
  hostname: string;
  process_id: number;
  version: string;
  address: string | null;
  started_at: Date;
  heartbeat_at: Date;
  alive: boolean;
}

export type ThisNode = Omit<NodeInfo, 'startedAt' | 'heartbeatAt' | 'alive'>;

/** Says every few seconds that this node lives. */
export class Heartbeat {
  readonly #source: AnswerSource;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #node: ThisNode;
  readonly #intervalMs: number;
  #timer: Timer | undefined;
  #closed = false;
  /** Other nodes that live, as of the newest beat that was answered. */
  #others = 0;
  #beats = 0;
  #newestAnswered = 0;
  #underWay = 0;

  constructor(options: { pool: Pool; clock: Clock; logger: Logger; node: ThisNode; intervalMs: number }) {
    this.#source = { pool: options.pool, clock: options.clock, answerMs };
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#node = options.node;
    this.#intervalMs = options.intervalMs;
  }

  /** Whether no other node shares the database, as far as this one has heard: a node that starts tells the others. */
  get isAlone(): boolean {
    return this.#others === 0;
  }

  /** Beats out of turn, because another node has said that it is there. */
  async look(): Promise<void> {
    if (this.#closed) return;
    this.#others = Math.max(1, this.#others);
    await this.#tryBeat();
  }

  async start(): Promise<void> {
    await this.#beat();
    this.#schedule();
  }

  /** All nodes that lived lately, oldest first. */
  async nodes(): Promise<NodeInfo[]> {
    const rows = await answeredQuery<NodeRow>(this.#source, nodesSql, [missedBeats]);
    return rows.map((row) => ({
      id: row.id,
      role: row.role,
      hostname: row.hostname,
      processId: row.process_id,
      version: row.version,
      address: row.address,
      startedAt: row.started_at,
      heartbeatAt: row.heartbeat_at,
      alive: row.alive,
    }));
  }

  /** Beats no more; others notice when the session timeout is over. */
  stop(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  /** Goodbye: others see at once that this node is gone. Of one that never beat they know nothing. */
  async close(): Promise<void> {
    this.stop();
    if (this.#beats === 0) return;
    const goodbye = answeredQuery(this.#source, 'delete from millrace.nodes where id = $1', [this.#node.id]);
    await goodbye.catch(() => undefined);
  }

  async #beat(): Promise<void> {
    const { id, role, hostname, processId, version, address } = this.#node;
    this.#beats += 1;
    const beat = this.#beats;
    this.#underWay += 1;
    const [row] = await answeredQuery<{ others: number }>(this.#source, beatSql, [
      ...[id, role, hostname, processId, version, address],
      missedBeats,
      this.#intervalMs,
    ]).finally(() => {
      this.#underWay -= 1;
    });
    // A later beat may have been answered before it.
    if (beat < this.#newestAnswered) return;
    this.#newestAnswered = beat;
    this.#others = row?.others ?? 0;
  }

  async #tryBeat(): Promise<void> {
    await this.#beat().catch((error) => this.#logger.warn({ error }, 'The heartbeat was not written'));
  }

  #schedule(): void {
    this.#timer = this.#clock.schedule(this.#intervalMs, () => {
      if (this.#closed) return;
      this.#schedule();
      // Not behind the beat before: where the session of that one has fallen silent, others would throw out this node's members.
      if (this.#underWay < maxBeatsUnderWay) void this.#tryBeat();
    });
  }
}
