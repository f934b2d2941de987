import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy before a Postgres server, to be as unkind as networks and poolers are. */
export interface PostgresProxy {
  readonly url: string;
  /** From now on nothing passes in either direction, and no connection is closed. */
  freeze(): void;
  /** The same for what the server says: what it is told it still does. */
  freezeAnswers(): void;
  /** The same for the connections there are, for good: new ones pass, as with a path that has forgotten them. */
  strand(): void;
  /** Cuts every connection; new ones pass again. */
  cut(): void;
  close(): Promise<void>;
}

/** ErrorResponse as pgbouncer sends it for a startup parameter that it does not track. */
function refusal(): Buffer {
  const fields = 'SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: options\0\0';
  const message = Buffer.alloc(5 + fields.length);
  message.write('E', 0, 'latin1');
  message.writeInt32BE(4 + fields.length, 1);
  message.write(fields, 5, 'latin1');
  return message;
}

export async function startProxy(
  url: string,
  options: {
    /** Refuses sessions whose startup packet has `options`, as pgbouncer does. */
    readonly refuseOptions?: boolean;
  } = {},
): Promise<PostgresProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const stranded = new WeakSet<Socket>();
  let frozen: 'nothing' | 'answers' | 'everything' = 'nothing';
  const forward = (from: Socket, to: Socket, passes: () => boolean) => {
    from.on('data', (chunk) => {
      if (passes() && !stranded.has(from)) to.write(chunk);
    });
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    from.on('error', () => {});
    sockets.add(from);
  };
  const server = createServer((client) => {
    client.once('data', (startup) => {
      if (options.refuseOptions && startup.includes('\0options\0')) {
        client.end(refusal());
        return;
      }
      const upstream = connect(Number(target.port || 5432), target.hostname);
      upstream.write(startup);
      forward(client, upstream, () => frozen !== 'everything');
      forward(upstream, client, () => frozen === 'nothing');
    });
    client.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The proxy does not listen.');
  const proxied = new URL(url);
  proxied.hostname = '127.0.0.1';
  proxied.port = String(address.port);
  const cut = () => {
    frozen = 'nothing';
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: proxied.href,
    freeze() {
      frozen = 'everything';
    },
    freezeAnswers() {
      frozen = 'answers';
    },
    strand() {
      for (const socket of sockets) stranded.add(socket);
    },
    cut,
    close() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
