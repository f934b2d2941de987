import type { Clock, Logger } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import type { Context, Principal } from '../execution/context.ts';
import type { ApiLimits } from '../limits.ts';
import type { GroupWatches } from '../modules/group/group-watches.ts';
import type { ApplicationWatches } from '../modules/streams/application-watches.ts';
import type { TableWatches } from '../modules/streams/table-watches.ts';
import type { EngineConnection } from './engine-connection.ts';

export interface RequestContextOptions {
  readonly backend: EngineConnection;
  readonly principal: Principal;
  readonly requestId: string;
  readonly limits: ApiLimits;
  readonly readerRetryMs: number;
  readonly clock: Clock;
  /** Gets the request's id. */
  readonly logger: Logger;
  readonly groupWatches: GroupWatches;
  readonly applicationWatches: ApplicationWatches;
  readonly tableWatches: TableWatches;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: () => AbortSignal;
}

/** The context of one request or socket; its engine is the one there is when a resolver asks, and its logger is made when needed. */
export class RequestContext implements Context {
  readonly principal: Principal;
  readonly requestId: string;
  readonly limits: ApiLimits;
  readonly readerRetryMs: number;
  readonly clock: Clock;
  readonly groupWatches: GroupWatches;
  readonly applicationWatches: ApplicationWatches;
  readonly tableWatches: TableWatches;
  // Not #private: Apollo copies contexts with Object.assign, which takes properties and leaves private fields behind.
  readonly parts: RequestContextOptions;

  constructor(parts: RequestContextOptions) {
    this.principal = parts.principal;
    this.requestId = parts.requestId;
    this.limits = parts.limits;
    this.readerRetryMs = parts.readerRetryMs;
    this.clock = parts.clock;
    this.groupWatches = parts.groupWatches;
    this.applicationWatches = parts.applicationWatches;
    this.tableWatches = parts.tableWatches;
    this.parts = parts;
  }

  get engine(): Engine {
    return this.parts.backend.engine;
  }

  get signal(): AbortSignal {
    return this.parts.signal();
  }

  get logger(): Logger {
    return this.parts.logger.child({ requestId: this.requestId });
  }
}
