import type { CommitRequest } from './offset-committer.ts';

/** One `commit` from its arrival to its acknowledgement. */
export interface CommitCall {
  readonly request: CommitRequest;
  /** Monotonic, ms. */
  readonly enqueuedAt: number;
  resolve(): void;
  reject(error: unknown): void;
}

/** Names a partition of a group: what commits of it queue by. */
export const partitionKey = (groupId: number, partitionId: number) => `${groupId}/${partitionId}`;

export const keysOf = ({ request }: CommitCall) =>
  request.partitions.map(({ partitionId }) => partitionKey(request.groupId, partitionId));
