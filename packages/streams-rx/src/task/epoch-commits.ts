import { isMillraceError } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import { commitEpochs, type EpochToCommit } from './commit-epoch.ts';
import { Turns } from './turns.ts';

export interface CommitLimits {
  /** Transactions in which an instance commits epochs, at a time. */
  readonly maxCommits: number;
  /** How long the transaction of an epoch may take, with what `onCommit` does in it. */
  readonly commitTimeoutMs: number;
}

export interface CommitOptions {
  /** Ends it, unless it is on its way. */
  readonly signal: AbortSignal;
  /** In a transaction of its own: what was in the way of it before must not be in the way of others. */
  readonly isAlone: boolean;
}

interface Waiting {
  readonly epoch: EpochToCommit;
  readonly signal: AbortSignal;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Records of an epoch, and tasks, that share a transaction: more is worth one of its own, beside the others. */
const maxSharedRecords = 500;
const maxSharedEpochs = 32;
/** How long a transaction that is shared may wait for what somebody holds: then each epoch waits for itself. */
const sharedTimeoutMs = 1_000;

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Commits the epochs of an instance. Small ones share a transaction: while one is on its way those of other tasks gather into the next one, as calls do in
 * an append lane. One that fails takes no other with it: where a shared transaction is not committed, each of its epochs is tried by itself.
 */
export class EpochCommits {
  readonly #engine: Pick<Engine, 'transaction'>;
  readonly #limits: CommitLimits;
  readonly #turns: Turns;
  #waiting: Waiting[] = [];
  #isSharing = false;
  #underWay: Promise<void> | undefined;

  constructor(engine: Pick<Engine, 'transaction'>, limits: CommitLimits) {
    this.#engine = engine;
    this.#limits = limits;
    this.#turns = new Turns(limits.maxCommits);
  }

  /** Resolves once it is committed. When it rejects nothing of it is there, unless with UNKNOWN_OUTCOME. */
  commit(epoch: EpochToCommit, { signal, isAlone }: CommitOptions): Promise<void> {
    if (isAlone || !isSmall(epoch)) return this.#alone(epoch, signal);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ epoch, signal, resolve, reject });
      if (!this.#isSharing) void this.#share();
    });
  }

  #alone(epoch: EpochToCommit, signal: AbortSignal): Promise<void> {
    const timeoutMs = this.#limits.commitTimeoutMs;
    return this.#turns.take(() => commitEpochs(this.#engine, [epoch], { timeoutMs, signal }));
  }

  /**
   * Resolves when a small epoch that is begun now would not wait for its commit: what comes until then can go with it. At once for one that has so many
   * records that it would be committed by itself.
   */
  async room(recordCount: number): Promise<void> {
    if (recordCount <= maxSharedRecords) await this.#underWay;
  }

  async #share(): Promise<void> {
    this.#isSharing = true;
    for (;;) {
      // Tasks that were given their records together, or waited for the same commit, come together.
      await nextTurn();
      const sharing = this.#waiting.splice(0, maxSharedEpochs);
      if (sharing.length === 0) break;
      this.#underWay = this.#together(sharing);
      await this.#underWay;
      this.#underWay = undefined;
    }
    this.#isSharing = false;
  }

  async #together(sharing: readonly Waiting[]): Promise<void> {
    const cancelled = new AbortController();
    const cancel = () => cancelled.abort();
    for (const { signal } of sharing) {
      if (signal.aborted) cancel();
      else signal.addEventListener('abort', cancel, { once: true });
    }
    const epochs = sharing.map(({ epoch }) => epoch);
    const timeoutMs = Math.min(sharedTimeoutMs, this.#limits.commitTimeoutMs);
    try {
      await this.#turns.take(() => commitEpochs(this.#engine, epochs, { timeoutMs, signal: cancelled.signal }));
      for (const { resolve } of sharing) resolve();
    } catch (error) {
      const isUnknown = isMillraceError(error, 'UNKNOWN_OUTCOME');
      for (const { epoch, signal, resolve, reject } of sharing) {
        if (isUnknown) reject(error);
        else this.#alone(epoch, signal).then(resolve, reject);
      }
    } finally {
      for (const { signal } of sharing) signal.removeEventListener('abort', cancel);
    }
  }
}

/** What the caller does in a commit takes as long as it takes, and a dead letter may be refused. */
function isSmall({ context, deadLetters, recordCount }: EpochToCommit): boolean {
  if (deadLetters.length > 0 || (context && context.commitWork.length > 0)) return false;
  const made = context?.outputs.reduce((sum, { count }) => sum + count, 0) ?? 0;
  return recordCount + made <= maxSharedRecords;
}
