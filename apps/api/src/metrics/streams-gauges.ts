import type { Clock, Logger } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import { type Application, type InstanceSnapshot, listApplications } from '@millrace/streams-rx';
import { Counter, Gauge, type Registry } from 'prom-client';
import { keptAnswer } from './kept-answer.ts';

const maxApplications = 1_000;

export interface StreamsGaugesOptions {
  readonly registry: Registry;
  /** Throws while there is no database. */
  readonly engine: () => Engine;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Adds the first 1,000 applications of stream processing by name, looked up when /metrics is asked. Every node shows the same of them. Their
 * lag is that of the consumer groups of the same names.
 */
export function watchStreams({ registry, engine, clock, logger }: StreamsGaugesOptions): void {
  const ask = async () => (await listApplications(engine(), { first: maxApplications })).applications;
  const look = keptAnswer(ask, { clock, logger, failure: 'Metrics of stream processors could not be looked up' });
  const registers = [registry];
  new Gauge({
    name: 'millrace_streams_applications',
    help: 'Applications of stream processing by state: STARTING, RUNNING, FAILED, STOPPING or STOPPED.',
    labelNames: ['state'],
    registers,
    async collect() {
      const shown = await look();
      this.reset();
      for (const { state } of shown ?? []) this.inc({ state });
    },
  });
  new Gauge({
    name: 'millrace_streams_instances',
    help: 'Live instances of an application by state: STARTING, RUNNING, FAILED or STOPPING.',
    labelNames: ['application', 'state'],
    registers,
    async collect() {
      const shown = await look();
      this.reset();
      for (const { application, instance } of live(shown)) this.inc({ application, state: instance.snapshot.state });
    },
  });

  // One an instance: a sum over them would go back when one ends.
  const count = (name: string, help: string, value: (totals: InstanceSnapshot['totals']) => number): void => {
    new Counter({
      name,
      help: `${help} Since the start of each live instance.`,
      labelNames: ['application', 'instance'],
      registers,
      async collect() {
        const shown = await look();
        this.reset();
        for (const { application, instance } of live(shown)) {
          this.inc({ application, instance: instance.id }, value(instance.snapshot.totals));
        }
      },
    });
  };
  count('millrace_streams_records_in_total', 'Records read by an application.', (totals) => totals.recordsIn);
  count('millrace_streams_records_out_total', 'Records written by an application.', (totals) => totals.recordsOut);
  count('millrace_streams_failed_epochs_total', 'Epochs that were rolled back.', (totals) => totals.failedEpochs);
  count('millrace_streams_late_records_total', 'Records left out as too late.', (totals) => totals.lateRecords);
  count(
    'millrace_streams_skipped_records_total',
    'Records left out by an error policy, or without a key or a value where an operator wants one.',
    (totals) => totals.skippedRecords,
  );
  count(
    'millrace_streams_dead_lettered_records_total',
    'Records sent to a dead-letter topic.',
    (totals) => totals.deadLetteredRecords,
  );
}

function live(applications: readonly Application[] | undefined) {
  return (applications ?? []).flatMap(({ id, instances }) =>
    instances.filter(({ alive }) => alive).map((instance) => ({ application: id, instance })),
  );
}
