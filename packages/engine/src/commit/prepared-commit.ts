import type { CommitRequest } from './offset-committer.ts';

/** A commit that somebody else's transaction makes. */
export interface PreparedCommit {
  readonly request: CommitRequest;
  /** To be called once that has committed: the member counts it, or its node is told. */
  committed(): void;
}
