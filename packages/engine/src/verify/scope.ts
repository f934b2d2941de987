import type { Client } from 'pg';
import type { Findings } from './findings.ts';

/** What a check works with. */
export interface CheckScope {
  readonly session: Client;
  readonly findings: Findings;
  /** Only these topics; null: all, and what belongs to none. */
  readonly topicIds: readonly number[] | null;
}
