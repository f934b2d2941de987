import type { Consumer, ConsumerEvent, ConsumerInput, Engine } from '@millrace/engine';

/** A member whose events go to a function, until it is closed. */
export interface RunningMember {
  readonly consumer: Consumer;
  /** Leaves the group. */
  close(): Promise<void>;
}

/** Starts a member; `onEvent` is waited for. An error of it ends the run that waits on `failed`. */
export function runMember(
  engine: Engine,
  input: ConsumerInput,
  onEvent: (event: ConsumerEvent, consumer: Consumer) => void | Promise<void>,
  onFailed: (error: unknown) => void,
): RunningMember {
  const consumer = engine.consumer(input);
  const running = (async () => {
    for await (const event of consumer) await onEvent(event, consumer);
  })().catch(onFailed);
  return {
    consumer,
    async close() {
      await consumer.return?.();
      await running;
    },
  };
}

/** Resolves when `isTrue` holds, looked at whenever `changed` was called; rejects with what `failed` was called with. */
export class Condition {
  #check: (() => void) | undefined;
  #error: unknown;

  readonly changed = (): void => this.#check?.();

  readonly failed = (error: unknown): void => {
    this.#error ??= error;
    this.#check?.();
  };

  wait(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#check = () => {
        if (this.#error === undefined && !isTrue()) return;
        // Asked no more: it may be about all members, and changes come with every record.
        this.#check = undefined;
        if (this.#error !== undefined) reject(this.#error);
        else resolve();
      };
      this.#check();
    });
  }
}
