import type { Clock, Logger } from '@millrace/core';
import type { ConsumerGroupSummary, GroupAdmin } from '@millrace/engine';
import { Gauge, type Registry } from 'prom-client';

/** The database is not asked more often than this, however often /metrics is. */
const keepMs = 10_000;
/** Nor is it kept busy by it: an answer that took long is kept so many times as long. */
const restFactor = 10;
/** So much later, without a newer one, it is not shown any more. */
const staleAfterMs = 20_000;
const maxGroups = 1_000;
/** How long /metrics waits for an answer; one that takes longer is shown the next time. */
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
  let answer: { readonly groups: readonly ConsumerGroupSummary[]; readonly keepUntil: number } | undefined;
  let asking: Promise<void> | undefined;

  const ask = async (): Promise<void> => {
    const askedAt = clock.monotonic();
    try {
      const page = await groups().list({ first: maxGroups });
      const now = clock.monotonic();
      answer = { groups: page.groups, keepUntil: now + Math.max(keepMs, (now - askedAt) * restFactor) };
    } catch (error) {
      logger.debug({ error }, 'Metrics of consumer groups could not be looked up');
    }
    asking = undefined;
  };

  const look = async (): Promise<readonly ConsumerGroupSummary[]> => {
    if (!answer || clock.monotonic() >= answer.keepUntil) asking ??= ask();
    if (asking) {
      const done = new AbortController();
      await Promise.race([asking, clock.sleep(answerWithinMs, done.signal).catch(() => undefined)]);
      done.abort();
    }
    return answer && clock.monotonic() < answer.keepUntil + staleAfterMs ? answer.groups : [];
  };

  const add = (name: string, help: string, value: (group: ConsumerGroupSummary) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['group'],
      registers: [registry],
      async collect() {
        const shown = await look();
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
