import type pg from 'pg';
import { Looks } from './looks.ts';
import type { Window } from './timeline.ts';

const lookEveryMs = 100;
/** So much around the moment at which a segment leaves the log is the drop's. */
const beforeDropMs = 250;
const afterDropMs = 1_750;

/** Leases of work on tables: 1 drops, 3 compacts, 4 freezes. Whoever works holds its lease. */
const lookSql = `
select exists (
  select from pg_locks where locktype = 'advisory' and granted and classid = millrace.lease_lock()::oid and objid in (1, 3, 4)
    and database = (select oid from pg_database where datname = current_database())) as busy,
  (select sum(first) from (select min(first_offset) as first from millrace.segment_bounds group by partition_id) p) as starts`;

interface Look {
  readonly busy: boolean;
  /** Of all partitions together. What compaction joins does not move them. */
  readonly starts: string | null;
}

/** Sees when a node works on the tables behind its producers and consumers. */
export class Background {
  readonly #windows: Window[] = [];
  readonly #looks: Looks;
  #starts = Number.POSITIVE_INFINITY;
  /** How often segments left the log. */
  drops = 0;

  constructor(client: pg.Client) {
    this.#looks = new Looks(lookEveryMs, () => this.#look(client));
  }

  start(): void {
    this.#looks.start();
  }

  stop(): Promise<void> {
    return this.#looks.stop();
  }

  async #look(client: pg.Client): Promise<void> {
    const { rows } = await client.query<Look>({ name: 'look', text: lookSql });
    const now = performance.now();
    if (rows[0]?.busy) this.#windows.push({ from: now - lookEveryMs, to: now + lookEveryMs });
    const starts = Number(rows[0]?.starts);
    if (starts > this.#starts) {
      this.#windows.push({ from: now - beforeDropMs, to: now + afterDropMs });
      this.drops += 1;
    }
    this.#starts = starts;
  }

  /** Whether a moment was one of work, for all moments from one on. */
  busyBetween({ from, to }: Window): (at: number) => boolean {
    const slots = new Uint8Array(Math.max(0, Math.ceil((to - from) / lookEveryMs)));
    for (const window of this.#windows) {
      const first = Math.max(0, Math.floor((window.from - from) / lookEveryMs));
      const last = Math.min(slots.length - 1, Math.floor((window.to - from) / lookEveryMs));
      if (last >= first) slots.fill(1, first, last + 1);
    }
    return (at) => slots[Math.floor((at - from) / lookEveryMs)] === 1;
  }
}
