import type { AddressInfo } from 'node:net';
import { type Clock, type Logger, systemClock } from '@millrace/core';
import { type Engine, defaultLimits as engineDefaults } from '@millrace/engine';
import { EngineConnection } from './backend/engine-connection.ts';
import { type Carrier, givenUp } from './backend/given-up.ts';
import { RequestContext } from './backend/request-context.ts';
import { type Authorize, type Context, loopbackPrincipal } from './execution/context.ts';
import { Executor } from './execution/executor.ts';
import { Preparer } from './execution/prepare.ts';
import { type ApiLimits, defaultLimits } from './limits.ts';
import { watchGroups } from './metrics/group-gauges.ts';
import { Metrics } from './metrics/metrics.ts';
import { watchStorage } from './metrics/storage-gauges.ts';
import { watchStreams } from './metrics/streams-gauges.ts';
import { GroupWatches } from './modules/group/group-watches.ts';
import { ApplicationWatches } from './modules/streams/application-watches.ts';
import { TableWatches } from './modules/streams/table-watches.ts';
import { buildSchema } from './schema.ts';
import { makeApollo } from './server/apollo.ts';
import { makeHttpServer } from './server/http-server.ts';
import { makeLogger } from './server/logger.ts';
import { RequestGuard } from './server/request-guard.ts';
import type { ApiSettings } from './settings/settings.ts';
import { makeProtocol } from './socket/graphql-protocol.ts';
import { SocketServer } from './socket/socket-server.ts';
import { version } from './version.ts';

export interface ApiParts {
  readonly clock?: Clock;
  /** Default: JSON lines on standard output, at the settings' level. */
  readonly logger?: Logger;
  readonly limits?: Partial<ApiLimits>;
  /** Default: everybody may do everything. */
  readonly authorize?: Authorize;
  /** Puts something around the engine, for benchmarks and for tests of faults. */
  readonly decorateEngine?: (engine: Engine) => Engine;
}

export interface RunningApi {
  /** `http://host:port` as it listens. */
  readonly url: string;
  readonly port: number;
  /** Resolves once Postgres answers, is migrated and the engine runs; rejects with what trying again cannot cure. */
  readonly ready: Promise<void>;
  /**
   * Stops taking requests, lets what is in flight finish, closes sockets with 1012, then the engine and the database. Bounded by
   * `stopTimeoutMs` for requests and sockets; what the engine acknowledged is kept whatever happens. Twice is once.
   */
  stop(): Promise<void>;
}

/**
 * Starts the API: listens at once, and connects to Postgres meanwhile. Until `ready`, operations are refused with
 * POSTGRES_UNAVAILABLE and /health/ready says why.
 */
export async function startApi(settings: ApiSettings, parts: ApiParts = {}): Promise<RunningApi> {
  const { clock = systemClock, logger = makeLogger(settings.logLevel), authorize = () => {} } = parts;
  const limits: ApiLimits = { ...defaultLimits, ...settings.limits.api, ...parts.limits };
  const { readerRetryMs } = { ...engineDefaults, ...settings.limits.engine };
  const metrics = new Metrics();
  const { databaseUrl, databaseDirectUrl } = settings;
  const backend = new EngineConnection({
    databaseUrl,
    databaseDirectUrl,
    clock,
    logger,
    observer: metrics,
    version,
    engineLimits: settings.limits.engine,
    connectTimeoutMs: limits.connectTimeoutMs,
    decorate: parts.decorateEngine ?? ((engine) => engine),
  });
  watchGroups({ registry: metrics.registry, groups: () => backend.engine.groups, clock, logger });
  watchStorage({ registry: metrics.registry, topics: () => backend.engine.topics, clock, logger });
  watchStreams({ registry: metrics.registry, engine: () => backend.engine, clock, logger });
  const groupWatches = new GroupWatches({ clock, logger });
  const applicationWatches = new ApplicationWatches({ clock });
  const tableWatches = new TableWatches({ clock });
  const makeContext = (requestId: string, carrier: Carrier): Context =>
    new RequestContext({
      backend,
      principal: loopbackPrincipal,
      requestId,
      limits,
      readerRetryMs,
      clock,
      logger,
      groupWatches,
      applicationWatches,
      tableWatches,
      signal: givenUp(carrier),
    });

  const schema = buildSchema();
  const executor = new Executor({ preparer: new Preparer(schema, limits), authorize, observer: metrics, clock });
  const apollo = makeApollo(schema, executor, logger);
  await apollo.start();
  const guard = new RequestGuard(settings);
  const { consoleOrigins } = settings;
  const unreadyReason = () => backend.unreadyReason();
  const app = await makeHttpServer({
    apollo,
    guard,
    consoleOrigins,
    makeContext,
    unreadyReason,
    limits,
    metrics,
    logger,
  });
  const sockets = new SocketServer({
    server: app.server,
    path: '/graphql',
    protocol: makeProtocol({ executor, limits, metrics, clock }),
    guard,
    makeContext,
    limits,
    metrics,
    clock,
  });
  await app.listen({ host: settings.host, port: settings.port });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`;
  logger.info({ url: `${url}/graphql` }, 'The API listens');

  const ready = backend.connect(url).then(() => logger.info({}, 'Postgres answers: the API is ready'));
  // Whoever waits for it hears of it; nobody has to.
  ready.catch(() => {});

  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    logger.info({}, 'The API is stopping');
    const done = new AbortController();
    const deadline = clock.sleep(limits.stopTimeoutMs, done.signal).catch(() => {});
    // In one step: new requests are refused from here on, on both ways in.
    const http = app.close();
    await Promise.all([sockets.stop(deadline), Promise.race([http, deadline])]);
    app.server.closeAllConnections();
    await Promise.race([http, deadline]);
    done.abort();
    await apollo.stop();
    await backend.close();
    logger.info({}, 'The API has stopped');
  };
  return {
    url,
    port,
    ready,
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}
