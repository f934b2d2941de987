import type { Clock, Logger } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import type { ApiLimits } from '../limits.ts';
import type { GroupWatches } from '../modules/group/group-watches.ts';
import type { ApplicationWatches } from '../modules/streams/application-watches.ts';
import type { TableWatches } from '../modules/streams/table-watches.ts';

/** On whose behalf an operation runs. Until authentication comes, whoever reaches the loopback address. */
export interface Principal {
  readonly kind: 'loopback';
  readonly name: string;
}

export const loopbackPrincipal: Principal = { kind: 'loopback', name: 'local' };

/** What an operation is about to do, for the authorisation hook: its kind and the root fields it selects. */
export interface AuthorizationRequest {
  readonly principal: Principal;
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly rootFields: readonly string[];
}

/** Throws FORBIDDEN to refuse. Runs before every operation, on HTTP and on WebSockets. */
export type Authorize = (request: AuthorizationRequest) => void | Promise<void>;

/** What every resolver gets. */
export interface Context {
  readonly principal: Principal;
  readonly requestId: string;
  readonly engine: Engine;
  readonly limits: ApiLimits;
  /** How long readers ride out an outage of Postgres: a limit of the engine. */
  readonly readerRetryMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborted when the client has given up its request, or its socket is closed: nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Groups that are looked at for `consumerGroupChanged`. */
  readonly groupWatches: GroupWatches;
  /** Applications that are looked at for `streamsApplicationChanged`. */
  readonly applicationWatches: ApplicationWatches;
  /** Tables whose changes are read for `tableChanged`. */
  readonly tableWatches: TableWatches;
}
