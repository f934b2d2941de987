import { type Clock, MillraceError } from '@millrace/core';
import type { ExecutionArgs, ExecutionResult, GraphQLError } from 'graphql';
import { makeServer, type Server } from 'graphql-ws';
import { Delivery } from '../delivery/delivery.ts';
import { SharedStreams } from '../delivery/shared-streams.ts';
import type { Context } from '../execution/context.ts';
import { presentError, refusal, shuttingDown } from '../execution/errors.ts';
import type { Executor } from '../execution/executor.ts';
import type { PreparedOperation } from '../execution/prepare.ts';
import type { ApiLimits } from '../limits.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { Connection } from './connection.ts';
import { clientIdOf } from './inbox.ts';
import { Operation } from './operation.ts';

export interface ProtocolOptions {
  readonly executor: Executor;
  readonly limits: ApiLimits;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** What graphql-ws carries from `onSubscribe` to `execute` and `subscribe`. */
interface Call extends ExecutionArgs {
  readonly run: () => Promise<ExecutionResult> | Delivery;
}

interface Extra {
  readonly connection: Connection;
}

type Payload = {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: { readonly [name: string]: unknown } | null | undefined;
};

/**
 * graphql-transport-ws, as graphql-ws speaks it, over this API's one execution path. Queries and mutations answer through graphql-ws;
 * payloads of subscriptions go straight to the socket (see Delivery).
 */
export function makeProtocol(options: ProtocolOptions): Server<Extra> {
  const { executor, limits, metrics } = options;
  const streams = new SharedStreams(options.clock);
  return makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: limits.connectionInitTimeoutMs,
    onSubscribe: async (ws, id, payload): Promise<Call | readonly GraphQLError[]> => {
      const { connection } = ws.extra;
      const { query, operationName, variables } = payload as Payload;
      if (connection.draining) return [refusal(shuttingDown())];
      const preparation = executor.prepare(query, operationName);
      const { context } = connection;
      if (preparation.errors || preparation.prepared.kind !== 'subscription') {
        if (connection.operations >= limits.maxOperationsPerSocket)
          return [tooMany('operations', 'maxOperationsPerSocket', limits)];
        if (preparation.errors) return (await executor.execute(preparation, variables, context)).errors ?? [];
        connection.take();
        const operation = new Operation();
        // In the place that graphql-ws has kept for it: there it is ended when the client gives it up.
        ws.subscriptions[id] = operation;
        return call(preparation.prepared, context, () =>
          connection.track(executor.execute(preparation, variables, connection.contextOf(operation))),
        );
      }
      if (connection.subscriptions >= limits.maxSubscriptionsPerSocket) {
        return [tooMany('subscriptions', 'maxSubscriptionsPerSocket', limits)];
      }
      connection.subscriptions += 1;
      const subscription = await executor.subscribe(preparation, variables, context);
      if ('errors' in subscription) {
        connection.subscriptions -= 1;
        return subscription.errors;
      }
      metrics.subscriptions.inc();
      const delivery = new Delivery({
        id: clientIdOf(id),
        subscription,
        shareKey: subscription.source.sharing ? shareKey(context, payload as Payload) : null,
        streams,
        sink: connection.outlet,
        present: (error) => presentError(error, context.logger),
        onEnd: () => {
          connection.subscriptions -= 1;
          metrics.subscriptions.dec();
        },
      });
      return call(preparation.prepared, context, () => delivery);
    },
    execute: (args) => (args as Call).run(),
    subscribe: (args) => (args as Call).run(),
  });
}

function call(prepared: PreparedOperation, context: Context, run: Call['run']): Call {
  // graphql-ws looks at the document alone; the schema is the executor's.
  return {
    schema: undefined as never,
    document: prepared.document,
    operationName: prepared.operation.name?.value,
    contextValue: context,
    run,
  };
}

/** Payloads depend on the text, the variables, and on who asks. */
function shareKey(context: Context, { query, operationName, variables }: Payload): string {
  return JSON.stringify([context.principal, operationName ?? null, query, variables ?? null]);
}

function tooMany(what: string, limit: keyof ApiLimits, limits: ApiLimits): GraphQLError {
  const message = `This socket has ${limits[limit]} ${what} already (${limit}). Wait for some to end, or open another socket.`;
  return refusal(
    new MillraceError('LIMIT_EXCEEDED', message, { details: { limit, value: limits[limit] }, retriable: true }),
  );
}
