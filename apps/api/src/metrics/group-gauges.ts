import type { Clock, Logger } from '@millrace/core';
import type { ConsumerGroupSummary, GroupAdmin } from '@millrace/engine';
import { Gauge, type Registry } from 'prom-client';

/** What is asked of the database is kept for this long, however often /metrics is asked. */
const keepMs = 10_000;
const maxGroups = 1_000;
/** How long /metrics waits for it; without an answer the groups are left out, and not shown as they once were. */
const answerWithinMs = 2_000;

export interface GroupGaugesOptions {
  readonly registry: Registry;
  /** Throws while there is no database. */
  readonly groups: () => GroupAdmin;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Adds members and lag of the first 1,000 groups by name, looked up when /metrics is asked. Every node shows the same of them. */
export function watchGroups({ registry, groups, clock, logger }: GroupGaugesOptions): void {
  let found: Promise<readonly ConsumerGroupSummary[]> | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;

  const ask = async (): Promise<readonly ConsumerGroupSummary[]> => {
    const done = new AbortController();
    const timeout = clock.sleep(answerWithinMs, done.signal).then(() => {
      throw new Error(`Postgres did not tell of consumer groups within ${answerWithinMs} ms.`);
    });
    const answer = (async () => (await groups().list({ first: maxGroups })).groups)();
    try {
      return await Promise.race([answer, timeout]);
    } catch (error) {
      logger.debug({ error }, 'Metrics of consumer groups are left out');
      return [];
    } finally {
      done.abort();
      timeout.catch(() => {});
      answer.catch(() => {});
    }
  };

  const add = (name: string, help: string, value: (group: ConsumerGroupSummary) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['group'],
      registers: [registry],
      async collect() {
        if (clock.monotonic() >= askedAt + keepMs) {
          askedAt = clock.monotonic();
          found = ask();
        }
        const shown = (await found) ?? [];
        this.reset();
        for (const group of shown) this.set({ group: group.name }, value(group));
      },
    });
  };
  add('millrace_group_members', 'Members of a consumer group.', (group) => group.memberCount);
  add('millrace_group_lag_records', 'Records that a consumer group has not committed.', (group) => group.lag);
  add(
    'millrace_group_lag_seconds',
    'How long the first record that a consumer group has not committed has been there, in its slowest partition.',
    (group) => group.lagMs / 1_000,
  );
}
