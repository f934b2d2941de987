import type { Clock, Logger } from '@millrace/core';
import type { Pool } from 'pg';
import type { KnownEnds } from '../commit/known-ends.ts';
import type { OffsetCommitter } from '../commit/offset-committer.ts';
import type { EngineObserver } from '../engine-observer.ts';
import type { Membership } from '../group/membership.ts';
import type { EngineLimits } from '../limits.ts';
import type { TailHub } from '../tail/tail-hub.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';

/** What all consumers of a node work with. */
export interface ConsumerParts {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: EngineLimits;
  readonly observer: Pick<EngineObserver, 'fetched' | 'offsetLost'>;
  readonly catalogue: TopicCatalogue;
  readonly hub: TailHub;
  readonly membership: Membership;
  readonly committer: OffsetCommitter;
  readonly knownEnds: KnownEnds;
  readonly epochs: { readonly current: number };
}
