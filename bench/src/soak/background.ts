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
  (select array_agg(id) from millrace.segments) as segments`;

interface Look {
  readonly busy: boolean;
  readonly segments: readonly number[] | null;
}

/** Sees when a node works on the tables behind its producers and consumers. */
export class Background {
  readonly #windows: Window[] = [];
  readonly #looks: Looks;
  #segments: readonly number[] = [];
  /** Segments that left the log. */
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
    const segments = rows[0]?.segments ?? [];
    const dropped = this.#segments.filter((id) => !segments.includes(id)).length;
    if (dropped > 0) this.#windows.push({ from: now - beforeDropMs, to: now + afterDropMs });
    this.drops += dropped;
    this.#segments = segments;
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
