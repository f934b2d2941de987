import type { Clock, Logger } from '@millrace/core';
import type { ConsumerGroupSummary, GroupAdmin } from '@millrace/engine';
import { Gauge, type Registry } from 'prom-client';
import { keptAnswer } from './kept-answer.ts';

const maxGroups = 1_000;
export interface GroupGaugesOptions {
  readonly registry: Registry;
  /** Throws while there is no database. */
  readonly groups: () => GroupAdmin;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Adds members and lag of the first 1,000 groups by name, looked up when /metrics is asked. Every node shows the same of them. */
export function watchGroups({ registry, groups, clock, logger }: GroupGaugesOptions): void {
  const ask = async () => (await groups().list({ first: maxGroups })).groups;
  const look = keptAnswer(ask, { clock, logger, failure: 'Metrics of consumer groups could not be looked up' });

  const add = (name: string, help: string, value: (group: ConsumerGroupSummary) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['group'],
      registers: [registry],
      async collect() {
        const shown = await look();
        this.reset();
        for (const group of shown ?? []) this.set({ group: group.name }, value(group));
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
