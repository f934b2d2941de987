import type { IncomingMessage } from 'node:http';
import { MillraceError } from '@millrace/core';
import { isLoopback } from '../settings/settings.ts';

/**
 * Keeps other websites' pages out while nothing is authenticated. On a loopback address the Host must be a loopback name: a page whose
 * own name was made to resolve to 127.0.0.1 (DNS rebinding) would otherwise count as the same origin. A WebSocket's
 * Origin, which browsers always send and CORS does not cover, must be the console's or the server's own.
 */
export class RequestGuard {
  readonly #consoleOrigins: readonly string[];
  readonly #loopbackOnly: boolean;

  constructor(options: { readonly host: string; readonly consoleOrigins: readonly string[] }) {
    this.#consoleOrigins = options.consoleOrigins;
    this.#loopbackOnly = isLoopback(options.host);
  }

  /** Throws FORBIDDEN. */
  check(request: Pick<IncomingMessage, 'headers'>, kind: 'http' | 'socket'): void {
    const { host, origin } = request.headers;
    if (this.#loopbackOnly && !isLoopback(hostName(host))) {
      throw new MillraceError('FORBIDDEN', `The Host "${host}" is not this server's. Use 127.0.0.1 or localhost.`);
    }
    if (
      kind === 'socket' &&
      origin !== undefined &&
      !this.#consoleOrigins.includes(origin) &&
      !isSameOrigin(origin, host)
    ) {
      throw new MillraceError(
        'FORBIDDEN',
        `The Origin "${origin}" may not connect. MILLRACE_CONSOLE_ORIGIN names those that may.`,
      );
    }
  }
}

/** Without the port; brackets stay around an IPv6 address. */
function hostName(host: string | undefined): string {
  return host?.replace(/:\d+$/, '') ?? '';
}

function isSameOrigin(origin: string, host: string | undefined): boolean {
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
