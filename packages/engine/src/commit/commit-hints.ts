import type { Clock, Timer } from '@millrace/core';
import type { Notifications } from '@millrace/database';

/** Says that a commit was taken for a member of another node; the payload is ids of groups. Sent outside of the commit's transaction. */
export const groupCommitsChannel = 'millrace_group_commits';
/** Postgres takes payloads of less than 8,000 bytes. */
const maxIdsPerHint = 500;

/**
 * Tells other nodes that this one has committed for their members, so that they read on. At most once in `intervalMs`, for all groups
 * together.
 */
export class CommitHints {
  readonly #notifications: Pick<Notifications, 'notify'>;
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #groupIds = new Set<number>();
  #timer: Timer | undefined;
  #sending: Promise<void> | undefined;
  #lastSentAt = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(options: { notifications: Pick<Notifications, 'notify'>; clock: Clock; intervalMs: number }) {
    this.#notifications = options.notifications;
    this.#clock = options.clock;
    this.#intervalMs = options.intervalMs;
  }

  announce(groupId: number): void {
    this.#groupIds.add(groupId);
    this.#schedule();
  }

  /** Sends what waits. */
  async close(): Promise<void> {
    this.#timer?.cancel();
    this.#closed = true;
    await this.#sending;
    await this.#send();
  }

  #schedule(): void {
    if (this.#timer || this.#sending || this.#closed) return;
    const waitMs = Math.max(0, this.#lastSentAt + this.#intervalMs - this.#clock.monotonic());
    this.#timer = this.#clock.schedule(waitMs, () => {
      this.#timer = undefined;
      this.#lastSentAt = this.#clock.monotonic();
      this.#sending = this.#send().finally(() => {
        this.#sending = undefined;
        if (this.#groupIds.size > 0) this.#schedule();
      });
    });
  }

  async #send(): Promise<void> {
    const ids = [...this.#groupIds];
    this.#groupIds.clear();
    for (let i = 0; i < ids.length; i += maxIdsPerHint) {
      await this.#notifications.notify(groupCommitsChannel, ids.slice(i, i + maxIdsPerHint).join(','));
    }
  }
}
