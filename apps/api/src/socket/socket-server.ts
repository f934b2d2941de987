import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Clock, isMillraceError, type MillraceError } from '@millrace/core';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Carrier } from '../backend/given-up.ts';
import type { Context } from '../execution/context.ts';
import { shuttingDown } from '../execution/errors.ts';
import type { ApiLimits } from '../limits.ts';
import type { Metrics, SocketOutcome } from '../metrics/metrics.ts';
import type { RequestGuard } from '../server/request-guard.ts';
import { requestIdOf } from '../server/request-id.ts';
import { boundedReason } from './bounded-reason.ts';
import { clientSocketsWithin } from './client-socket.ts';
import { Connection } from './connection.ts';
import type { makeProtocol } from './graphql-protocol.ts';
import { Inbox } from './inbox.ts';
import { KeepAlive } from './keep-alive.ts';
import { Outlet } from './outlet.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';

/** How long a socket that was told to close may take before it is cut. */
const closeGraceMs = 2_000;

export interface SocketServerOptions {
  readonly server: Server;
  readonly path: string;
  readonly protocol: ReturnType<typeof makeProtocol>;
  readonly guard: RequestGuard;
  readonly makeContext: (requestId: string, carrier: Carrier) => Context;
  readonly limits: ApiLimits;
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** WebSockets on the server's port: who may open one, keep-alive, and how they end. */
export class SocketServer {
  readonly #options: SocketServerOptions;
  readonly #sockets: WebSocketServer;
  readonly #connections = new Map<WebSocket, Connection>();
  readonly #perAddress = new Map<string, number>();
  /** Why this side ended a socket, until its close event tells. */
  readonly #outcomes = new WeakMap<WebSocket, SocketOutcome>();
  #stopping = false;

  constructor(options: SocketServerOptions) {
    this.#options = options;
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: options.limits.maxBodyBytes,
      WebSocket: clientSocketsWithin(options.limits.maxBodyBytes),
      // An unknown subprotocol is taken, so that the client can be told with close code 4406 what is wrong.
      handleProtocols: (offered) =>
        offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : ([...offered][0] ?? false),
    });
    options.server.on('upgrade', (request, transport, head) => this.#upgrade(request, transport, head));
  }

  #upgrade(request: IncomingMessage, transport: Duplex, head: Buffer): void {
    const { path, guard, limits, clock } = this.#options;
    // A peer that is gone before the handshake is done: nothing to tell anybody.
    transport.on('error', () => {});
    const address = request.socket.remoteAddress ?? '';
    if (request.url?.split('?')[0] !== path) {
      refuseUpgrade(transport, clock, 404, 'INVALID_INPUT', `WebSockets are at ${path}.`);
    } else if (this.#stopping) {
      refuseUpgrade(transport, clock, 503, 'SHUTTING_DOWN', shuttingDown().message);
    } else if ((this.#perAddress.get(address) ?? 0) >= limits.maxSocketsPerAddress) {
      const { maxSocketsPerAddress: value } = limits;
      const message = `${value} sockets of this address are open (maxSocketsPerAddress). Close some, or share them.`;
      refuseUpgrade(transport, clock, 429, 'LIMIT_EXCEEDED', message, { limit: 'maxSocketsPerAddress', value });
    } else {
      const refused = refusalOf(() => guard.check(request, 'socket'));
      if (refused) refuseUpgrade(transport, clock, 403, refused.code, refused.message);
      else this.#sockets.handleUpgrade(request, transport, head, (socket) => this.#open(socket, request, address));
    }
  }

  #open(socket: WebSocket, request: IncomingMessage, address: string): void {
    const { protocol, limits, metrics, clock, makeContext } = this.#options;
    const transport = request.socket as Socket;
    const outlet = new Outlet({ socket, transport, maxBytes: limits.maxSocketBufferBytes });
    const requestId = requestIdOf(request);
    const connection = new Connection(outlet, transport, (carrier) => makeContext(requestId, carrier));
    const { logger } = connection.context;
    this.#connections.set(socket, connection);
    this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1);
    metrics.sockets.inc();
    const keepAlive = new KeepAlive({
      socket,
      outlet,
      clock,
      intervalMs: limits.keepAliveMs,
      onDead: (outcome) => this.#cut(socket, outcome),
    });
    socket.on('error', (error: Error & { code?: string }) => {
      if (error.code?.startsWith('WS_ERR_')) this.#outcomes.set(socket, 'PROTOCOL_ERROR');
      logger.debug({ error }, 'A WebSocket broke');
    });
    const close = (code?: number, reason = '') => {
      this.#outcomes.set(socket, 'PROTOCOL_ERROR');
      socket.close(code, boundedReason(reason));
    };
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) => outlet.answer(data),
        close,
        onMessage: (handle) => {
          const inbox = new Inbox(handle, close);
          socket.on('message', (data) => {
            inbox.take(String(data)).catch((error: unknown) => {
              logger.error({ error }, 'A WebSocket message failed unexpectedly');
              this.#outcomes.set(socket, 'INTERNAL');
              socket.close(CloseCode.InternalServerError, 'Internal server error');
            });
          });
        },
      },
      { connection },
    );
    socket.once('close', (code, reason) => {
      keepAlive.stop();
      this.#connections.delete(socket);
      const left = (this.#perAddress.get(address) ?? 1) - 1;
      if (left > 0) this.#perAddress.set(address, left);
      else this.#perAddress.delete(address);
      const outcome = this.#outcomes.get(socket) ?? 'CLIENT_CLOSED';
      metrics.sockets.dec();
      metrics.socketEnded(outcome);
      logger.debug({ code, outcome }, 'A WebSocket closed');
      void closed(code, String(reason));
    });
  }

  /** Ends a socket whose client takes nothing any more. */
  #cut(socket: WebSocket, outcome: SocketOutcome): void {
    const { clock } = this.#options;
    const connection = this.#connections.get(socket);
    if (!connection) return;
    const { outlet, context } = connection;
    this.#outcomes.set(socket, outcome);
    context.logger.warn(
      { outcome, pendingBytes: outlet.pendingBytes, subscriptions: connection.subscriptions },
      'A WebSocket was ended: its client takes nothing any more',
    );
    // 1013, try again later: in case the client wakes up, it reads why and may come back.
    socket.close(1013, outcome);
    clock.schedule(closeGraceMs, () => socket.terminate());
  }

  /** Opens no more, lets operations in flight finish, closes with 1012 (clients come back), and cuts what does not go. */
  async stop(deadline: Promise<void>): Promise<void> {
    this.#stopping = true;
    const closings = [...this.#connections].map(async ([socket, connection]) => {
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      await Promise.race([connection.drain(), deadline]);
      this.#outcomes.set(socket, 'SHUTTING_DOWN');
      socket.close(1012, 'SHUTTING_DOWN: the server is stopping, connect again');
      await Promise.race([closed, this.#options.clock.sleep(closeGraceMs), deadline]);
      socket.terminate();
      await closed;
    });
    await Promise.all(closings);
  }
}

function refusalOf(check: () => void): MillraceError | null {
  try {
    check();
    return null;
  } catch (error) {
    if (isMillraceError(error)) return error;
    throw error;
  }
}
