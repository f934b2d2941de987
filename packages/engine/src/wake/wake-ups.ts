import type { Clock, Timer } from '@millrace/core';
import type { Notifications } from '@millrace/database';

/** An empty hint that some partition has grown; sent outside of the data's transaction, where it would serialise all commits. */
const appendedChannel = 'millrace_appended';
/** A topic was created, changed, rolled or deleted; its name is the payload. Sent inside the change's transaction. */
const catalogueChannel = 'millrace_catalogue';

/** Members of a group or what they own have changed; its name is the payload. Sent inside the change's transaction. */
const groupsChannel = 'millrace_groups';

/** The log's epoch was raised. Sent inside the change's transaction. */
const logEpochChannel = 'millrace_log_epoch';

/** A node has started. */
const nodesChannel = 'millrace_nodes';

export interface WakeUpHandlers {
  /** Another node appended, or may have. */
  appended(): void;
  /** A topic changed; undefined: any of them may have, the session was away. */
  catalogueChanged(topic: string | undefined): void;
  /** A group changed, on any node; undefined: any of them may have, the session was away. */
  groupChanged(name: string | undefined): void;
  /** The log's epoch was raised, by any node. A session that was lost and is there again has been compared already. */
  logEpochRaised(): void;
  /** Another node has started, or may have. */
  nodeStarted(): void;
}

export interface WakeUpsOptions {
  readonly notifications: Pick<Notifications, 'listen' | 'notify'>;
  readonly clock: Clock;
  readonly intervalMs: number;
  /** Whether nobody would hear of appends. */
  readonly isAlone: () => boolean;
}

/** Tells other nodes, if there are any, of appends, at most once in `intervalMs`, and hears of theirs. */
export class WakeUps {
  readonly #notifications: WakeUpsOptions['notifications'];
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #isAlone: () => boolean;
  #pending: Timer | undefined;
  #sending: Promise<void> = Promise.resolve();
  #lastSentAt = Number.NEGATIVE_INFINITY;

  constructor(options: WakeUpsOptions) {
    this.#isAlone = options.isAlone;
    this.#notifications = options.notifications;
    this.#clock = options.clock;
    this.#intervalMs = options.intervalMs;
  }

  async listen(handlers: WakeUpHandlers): Promise<void> {
    await this.#notifications.listen(appendedChannel, {
      notified: (_payload, own) => {
        if (!own) handlers.appended();
      },
      reconnected: () => handlers.appended(),
    });
    await this.#notifications.listen(nodesChannel, {
      notified: (_payload, own) => {
        if (!own) handlers.nodeStarted();
      },
      reconnected: () => handlers.nodeStarted(),
    });
    await this.#notifications.listen(catalogueChannel, {
      notified: (topic) => handlers.catalogueChanged(topic),
      reconnected: () => handlers.catalogueChanged(undefined),
    });
    await this.#notifications.listen(logEpochChannel, { notified: () => handlers.logEpochRaised() });
    await this.#notifications.listen(groupsChannel, {
      notified: (name) => handlers.groupChanged(name),
      reconnected: () => handlers.groupChanged(undefined),
    });
  }

  /** Tells the others that this node is there: from now on they send their hints. */
  announceNode(): Promise<void> {
    return this.#notifications.notify(nodesChannel);
  }

  /** The hint goes at once if none went lately, else when the interval is over; never two at a time. */
  announceAppend(): void {
    if (this.#pending || this.#isAlone()) return;
    const waitMs = Math.max(0, this.#lastSentAt + this.#intervalMs - this.#clock.monotonic());
    this.#pending = this.#clock.schedule(waitMs, () => {
      void this.#sending.then(() => {
        this.#pending = undefined;
        this.#lastSentAt = this.#clock.monotonic();
        this.#sending = this.#notifications.notify(appendedChannel);
      });
    });
  }

  close(): void {
    this.#pending?.cancel();
  }
}
