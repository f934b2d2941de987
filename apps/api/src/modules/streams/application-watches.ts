import type { Clock } from '@millrace/core';
import type { ConsumerGroup, Engine } from '@millrace/engine';
import type { Application } from '@millrace/streams-rx';
import { Watch } from '../../delivery/watch.ts';
import { requireApplication } from './require-application.ts';

/** An application as it was found, with its group. */
export interface WatchedApplication {
  readonly application: Application;
  readonly group: ConsumerGroup | null;
}

/** The applications that somebody watches. Each is looked at once, however many watch it, and none when nobody does. */
export class ApplicationWatches {
  readonly #clock: Clock;
  readonly #watches = new Map<string, Watch<WatchedApplication>>();

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
  }

  /** The application as it is, then whenever it has changed. Rejects with APPLICATION_NOT_FOUND when there is none, or not any more. */
  open(engine: Engine, id: string): AsyncIterator<WatchedApplication, void> {
    let watch = this.#watches.get(id);
    if (!watch) {
      const made = new Watch({
        look: () => look(engine, id),
        textOf,
        clock: this.#clock,
        onEnd: () => {
          if (this.#watches.get(id) === made) this.#watches.delete(id);
        },
      });
      watch = made;
      this.#watches.set(id, watch);
    }
    return watch.open();
  }
}

async function look(engine: Engine, id: string): Promise<WatchedApplication> {
  const [application, group] = await Promise.all([requireApplication(engine, id), engine.groups.describe(id)]);
  return { application, group };
}

/** A heartbeat alone is no change, nor is the topology, which its hash tells. */
function textOf({ application, group }: WatchedApplication): string {
  const { state, instances, topologyDiffers } = application;
  return JSON.stringify([
    state,
    topologyDiffers,
    instances.map(({ heartbeatAt, ...instance }) => instance),
    group && [group.lag, group.lagMs, group.partitions.map(({ lag }) => lag)],
  ]);
}
