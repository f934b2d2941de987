import type { Clock, Logger } from '@millrace/core';
import type { ConsumerGroup, Engine } from '@millrace/engine';
import { Watch } from '../../delivery/watch.ts';
import { requireGroup } from './require-group.ts';

export interface GroupWatchesOptions {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The groups that somebody watches. Each is looked at once, however many watch it, and none when nobody does. */
export class GroupWatches {
  readonly #options: GroupWatchesOptions;
  readonly #watches = new Map<string, Watch<ConsumerGroup>>();
  #hints: AsyncIterator<string> | undefined;

  constructor(options: GroupWatchesOptions) {
    this.#options = options;
  }

  /** The group as it is, then whenever it has changed. */
  open(engine: Engine, name: string): AsyncIterator<ConsumerGroup, void> {
    const { clock } = this.#options;
    let watch = this.#watches.get(name);
    if (!watch) {
      // Commits and the ends of partitions tell nobody: they are found by looking.
      const made = new Watch({
        look: () => requireGroup(engine, name),
        textOf: JSON.stringify,
        clock,
        onEnd: () => this.#ended(name, made),
      });
      watch = made;
      this.#watches.set(name, made);
    }
    this.#listen(engine);
    return watch.open();
  }

  #ended(name: string, watch: Watch<ConsumerGroup>): void {
    if (this.#watches.get(name) === watch) this.#watches.delete(name);
    if (this.#watches.size > 0) return;
    void this.#hints?.return?.();
    this.#hints = undefined;
  }

  /** Hints make a change known at once. Without them it is found a little later, so what is wrong with them ends nothing. */
  #listen(engine: Engine): void {
    if (this.#hints) return;
    const hints = engine.groups.changes();
    this.#hints = hints;
    void this.#follow(hints)
      .catch((error: unknown) => this.#options.logger.debug({ error }, 'Hints of changed groups ended'))
      .finally(() => {
        if (this.#hints === hints) this.#hints = undefined;
      });
  }

  async #follow(hints: AsyncIterator<string>): Promise<void> {
    for (;;) {
      const { value, done } = await hints.next();
      if (done) return;
      this.#watches.get(value)?.hint();
    }
  }
}
