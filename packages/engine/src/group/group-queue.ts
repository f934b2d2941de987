import { type Clock, isMillraceError, type Logger, MillraceError, type Timer } from '@millrace/core';
import { type Database, isLockTimeout, sqlState, translatePostgresError } from '@millrace/database';
import { applyChanges, type GroupChange } from './apply-changes.ts';
import { type ChangedGroup, changeGroup } from './group-store.ts';
import type { Turns } from './turns.ts';

/** Changes one transaction takes: it holds the group's lock while it works them out. */
const maxChangesPerTransaction = 1_000;
const deadlockDetected = '40P01';
const firstRetryMs = 100;
const longestRetryMs = 1_000;

export interface QueuedChange extends GroupChange {
  /** False: it need not be done any more. Asked while no transaction of the group is under way. */
  needed?(): boolean;
  /** It is on the disk. */
  done(): void;
  refused(error: unknown): void;
  /** It could not be done now, because Postgres is away or the group is locked. Gives whether to try again. */
  delayed(error: unknown): boolean;
}

export interface GroupQueueOptions {
  readonly group: string;
  readonly database: Pick<Database, 'pool'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of all groups of the node. */
  readonly turns: Turns;
  /** Told what a transaction has found and made, before the changes are told that they are done. */
  readonly onChanged: (changed: ChangedGroup | null) => void;
  readonly onIdle: () => void;
}

/**
 * The changes of one group that this node makes, in order. What comes while a transaction is under way is done together in the next
 * one. What can be done later is tried until it succeeds.
 */
export class GroupQueue {
  readonly #options: GroupQueueOptions;
  #waiting: QueuedChange[] = [];
  #working: Promise<void> | undefined;
  #retry: { readonly timer: Timer; readonly now: () => void } | undefined;
  /** Attempts in a row that failed because Postgres was away or the group was locked. */
  #failures = 0;
  /** Changes to do one by one, because one of them makes a transaction fail and it is not known which. */
  #oneByOne = 0;
  #closed = false;

  constructor(options: GroupQueueOptions) {
    this.#options = options;
  }

  get idle(): boolean {
    return this.#working === undefined;
  }

  add(change: QueuedChange): void {
    if (this.#closed) {
      change.refused(shuttingDown());
      return;
    }
    this.#waiting.push(change);
    this.#working ??= this.#work();
  }

  /** Does what was taken, unless Postgres is away: then it is refused with SHUTTING_DOWN. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#retry?.now();
    await this.#working;
  }

  async #work(): Promise<void> {
    // Whoever asks in the same turn of the event loop goes along.
    await Promise.resolve();
    try {
      while (this.#waiting.length > 0) {
        await this.#options.turns.take(() => this.#transaction());
        if (this.#failures > 0 && this.#waiting.length > 0) await this.#pause();
      }
    } finally {
      // In the turn that found nothing left: what is added behind it begins anew.
      this.#working = undefined;
      this.#options.onIdle();
    }
  }

  async #transaction(): Promise<void> {
    const { group, onChanged } = this.#options;
    const taken = this.#waiting.splice(0, this.#oneByOne > 0 ? 1 : maxChangesPerTransaction);
    this.#oneByOne = Math.max(0, this.#oneByOne - 1);
    const changes = taken.filter((change) => change.needed?.() ?? true);
    for (const change of taken) if (!changes.includes(change)) change.done();
    if (changes.length === 0) return;
    const subscriptions = changes.flatMap(({ subscription }) => subscription ?? []);
    let refusals: readonly (Error | null)[] = [];
    try {
      const toLoad = { name: group, make: subscriptions.length > 0, subscriptions };
      const changed = await changeGroup(this.#options, toLoad, (loaded) => {
        const applied = applyChanges(loaded, changes);
        refusals = applied.refusals;
        return applied.state;
      });
      this.#failures = 0;
      onChanged(changed);
    } catch (error) {
      this.#failed(changes, translatePostgresError(error));
      return;
    }
    changes.forEach((change, i) => {
      const refusal = refusals[i];
      if (refusal) change.refused(refusal);
      else change.done();
    });
  }

  #failed(changes: readonly QueuedChange[], error: unknown): void {
    const { group, logger } = this.#options;
    const metOthers = isLockTimeout(error) || sqlState(error) === deadlockDetected;
    const later = metOthers || (isMillraceError(error) && error.retriable);
    if (!later && changes.length > 1) {
      this.#oneByOne = changes.length;
      this.#waiting.unshift(...changes);
      return;
    }
    if (!later) {
      logger.error({ group, error }, 'A group could not be changed');
      for (const change of changes) change.refused(error);
      return;
    }
    if (this.#failures === 0) logger.warn({ group, error }, 'A group cannot be changed now; it is tried again');
    this.#failures += 1;
    const kept = changes.filter((change) => {
      if (this.#closed) change.refused(shuttingDown());
      return !this.#closed && change.delayed(error);
    });
    this.#waiting.unshift(...kept);
  }

  #pause(): Promise<void> {
    const ms = Math.min(firstRetryMs * 2 ** Math.min(this.#failures - 1, 10), longestRetryMs);
    return new Promise((resolve) => {
      const now = () => {
        timer.cancel();
        this.#retry = undefined;
        resolve();
      };
      const timer = this.#options.clock.schedule(ms, now);
      this.#retry = { timer, now };
      if (this.#closed) now();
    });
  }
}

function shuttingDown(): MillraceError {
  return new MillraceError('SHUTTING_DOWN', 'This node is stopping: join from another one.');
}
