import { type CommitCall, keysOf } from './commit-call.ts';

/** Calls that wait for an ownership row somebody else holds, in order; what touches their partitions waits behind them. */
export class ParkedCommits {
  #calls: CommitCall[] = [];
  #keys = new Set<string>();

  get calls(): readonly CommitCall[] {
    return this.#calls;
  }

  /** Whether the call must wait behind those that are here. */
  blocks(call: CommitCall): boolean {
    return this.#keys.size > 0 && keysOf(call).some((key) => this.#keys.has(key));
  }

  add(call: CommitCall): void {
    this.#calls.push(call);
    for (const key of keysOf(call)) this.#keys.add(key);
  }

  replace(calls: readonly CommitCall[]): void {
    this.#calls = [];
    this.#keys = new Set();
    for (const call of calls) this.add(call);
  }
}
