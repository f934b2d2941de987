import { type CommitCall, partitionKey } from './commit-call.ts';

/** Calls that wait for an ownership row somebody else holds, in order; what touches their partitions waits behind them. */
export class ParkedCommits {
  #calls: readonly CommitCall[] = [];
  #keys = new Set<string>();

  get calls(): readonly CommitCall[] {
    return this.#calls;
  }

  /** Whether the call must wait behind those that are here. */
  blocks(call: CommitCall): boolean {
    const { groupId, partitions } = call.request;
    return (
      this.#keys.size > 0 && partitions.some(({ partitionId }) => this.#keys.has(partitionKey(groupId, partitionId)))
    );
  }

  add(calls: readonly CommitCall[]): void {
    if (calls.length > 0) this.replace([...this.#calls, ...calls]);
  }

  replace(calls: readonly CommitCall[]): void {
    this.#calls = calls;
    this.#keys = new Set(
      calls.flatMap(({ request }) =>
        request.partitions.map(({ partitionId }) => partitionKey(request.groupId, partitionId)),
      ),
    );
  }
}
