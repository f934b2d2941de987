import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import cors from '@fastify/cors';
import type { Logger } from '@millrace/core';
import { type FastifyInstance, fastify } from 'fastify';
import type { Carrier } from '../backend/given-up.ts';
import type { Context } from '../execution/context.ts';
import { shuttingDown } from '../execution/errors.ts';
import type { ApiLimits } from '../limits.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { addGraphiql, prefersHtml } from './graphiql.ts';
import { addHealthRoutes } from './health-routes.ts';
import { answerErrors } from './request-errors.ts';
import type { RequestGuard } from './request-guard.ts';
import { requestIdOf } from './request-id.ts';

export interface HttpServerOptions {
  readonly apollo: ApolloServer<Context>;
  readonly guard: RequestGuard;
  readonly consoleOrigins: readonly string[];
  readonly makeContext: (requestId: string, carrier: Carrier) => Context;
  readonly unreadyReason: () => Promise<string | null>;
  readonly limits: ApiLimits;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Fastify with GraphQL, GraphiQL, health and metrics; WebSockets come to its server in SocketServer. */
export async function makeHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { apollo, guard, consoleOrigins, makeContext, limits, metrics, logger } = options;
  const { requestTimeoutMs } = limits;
  const app = fastify({
    logger: false,
    bodyLimit: limits.maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    // Where it is shorter than that for headers, node takes the one for the other; and it looks only so often.
    http: {
      headersTimeout: Math.min(60_000, requestTimeoutMs),
      connectionsCheckingInterval: Math.min(30_000, requestTimeoutMs),
    },
    genReqId: requestIdOf,
    // A record may have a field "__proto__" or "constructor" like any other; nothing merges what arrives into objects.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    forceCloseConnections: 'idle',
    // By itself it answers 503 without a code; see below.
    return503OnClosing: false,
  });
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    guard.check(request.raw, 'http');
  });
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onResponse', async (request, reply) => {
    // A client that keeps its connection would hold up the stop: it was not idle when the others were closed.
    if (closing) setImmediate(() => app.server.closeIdleConnections());
    const { id: requestId, method, url } = request;
    const fields = { requestId, method, path: url.split('?')[0], status: reply.statusCode, ms: reply.elapsedTime };
    // That it is not ready, the health check's asker knows.
    if (reply.statusCode >= 500 && !url.startsWith('/health/')) logger.warn(fields, 'A request failed');
    else logger.debug(fields, 'A request was answered');
  });
  await app.register(cors, {
    origin: [...consoleOrigins],
    methods: ['GET', 'POST'],
    exposedHeaders: ['x-request-id'],
    maxAge: 600,
  });
  // Behind the headers without which a page may not read the answer.
  app.addHook('onRequest', async () => {
    if (closing) throw shuttingDown();
  });
  answerErrors(app, limits, logger);
  addHealthRoutes(app, { unreadyReason: options.unreadyReason, metrics });
  const graphiql = await addGraphiql(app);
  const graphql = fastifyApolloHandler(apollo, {
    context: async (request, reply) => makeContext(request.id, reply.raw),
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    handler: (request, reply) =>
      request.method === 'GET' && prefersHtml(request.headers.accept)
        ? graphiql(reply)
        : graphql.call(app, request, reply),
  });
  return app;
}
