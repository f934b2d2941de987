import { type Clock, type Logger, MillraceError, silentLogger, systemClock } from '@millrace/core';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { connectionConfig, type SettingsMode, sessionSettings } from './connection-config.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { sqlState, translatePostgresError } from './postgres-error.ts';
import { ServerActivity } from './server-activity.ts';
import { Session, type SessionWatch } from './session.ts';
import { applySettingsSql, type SessionSettings } from './session-settings.ts';

/** The oldest Postgres that is supported, as `server_version_num` counts. */
const oldestServerVersion = 150_000;

/** How long a connection attempt may take. */
const connectTimeoutMs = 5_000;
/** How long `close` lets running queries go on before it cuts them. */
const closeWaitMs = 5_000;

export interface DatabaseOptions {
  /** `postgresql://user:password@host:port/database?sslmode=…`, as node-postgres reads it. */
  readonly url: string;
  /**
   * The same database without a pooler between: what `connect` and `directPool` use, because LISTEN, session locks and settings do not
   * survive pgbouncer's transaction mode. Default: `url`.
   */
  readonly directUrl?: string | undefined;
  /** Shown in pg_stat_activity. Default `millrace`. */
  readonly applicationName?: string;
  /** Most connections of the pool; `connect` makes further ones. Default 10. */
  readonly maxConnections?: number;
  /**
   * How long the server may say nothing to a session that asks it something, before it is looked whether it is at work on it. If it is
   * not, the session is cut: POSTGRES_UNAVAILABLE. Default 30,000.
   */
  readonly answerMs?: number;
  readonly clock?: Clock;
  readonly logger?: Logger | undefined;
}

/** One Postgres database: a pool, a Prisma client for the metadata over the same pool, and sessions of one's own. */
export interface Database {
  readonly pool: pg.Pool;
  /** For whoever needs the same session from one statement to the next, outside a transaction. Without a pooler it is `pool`. */
  readonly directPool: pg.Pool;
  readonly prisma: PrismaClient;
  /** As `server_version_num`: 180004 is 18.4. */
  readonly serverVersion: number;
  /**
   * A session outside the pool, for lanes and LISTEN; the caller ends it. It never emits an unhandled 'error': listen to
   * 'end' to hear of its loss. `settings` go over the usual ones. POSTGRES_UNAVAILABLE.
   */
  connect(settings?: SessionSettings): Promise<pg.Client>;
  /** Ends the pool once its running queries are done, which it waits some seconds for. Sessions of `connect` are their owners'. */
  close(): Promise<void>;
}

/** Poolers refuse `options`, or parameters in it, as a violated protocol. */
function refusesOptions(error: unknown): boolean {
  const text = error instanceof Error ? error.message : '';
  return sqlState(error) === '08P01' && /startup parameter|options/i.test(text);
}

interface Probe {
  readonly serverVersion: number;
  readonly dateStyle: string;
  readonly mode: SettingsMode;
  /** Whether no pooler is between: sessions know their processes on the server. */
  readonly isDirect: boolean;
}

async function probe(url: string, applicationName: string): Promise<Probe> {
  const attempt = async (mode: SettingsMode): Promise<Probe> => {
    const client = new pg.Client(connectionConfig(url, { applicationName, connectTimeoutMs, mode, settings: {} }));
    client.on('error', () => {});
    try {
      await client.connect();
      const { rows } = await client.query<{ version: number; style: string; pid: number }>(
        "select current_setting('server_version_num')::int as version, current_setting('datestyle') as style, pg_backend_pid() as pid",
      );
      const { processID } = client as pg.Client & { processID: number | null };
      const { version = 0, style = 'ISO', pid } = rows[0] ?? {};
      return { serverVersion: version, dateStyle: style, mode, isDirect: pid === processID };
    } finally {
      await client.end().catch(() => {});
    }
  };
  try {
    // With a parameter in it that every supported server knows, to learn whether `options` gets through.
    return await attempt('startup');
  } catch (error) {
    if (refusesOptions(error)) return await attempt('statement');
    throw error;
  }
}

/** `host:port/database` of a URL, without its secrets, for messages. */
function addressOf(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname || 'localhost'}:${port || 5432}${pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}

/**
 * Connects and looks whether the server will do. POSTGRES_UNAVAILABLE, retriable when nothing listens or the server is
 * starting, not retriable when the password, the database or the version is wrong; INVALID_SETTINGS for a URL that is none.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, directUrl = url, applicationName = 'millrace', maxConnections = 10 } = options;
  const { logger = silentLogger, clock = systemClock, answerMs = 30_000 } = options;
  const probed = await probe(url, applicationName).catch((error: unknown) => {
    const translated = translatePostgresError(error);
    if (!(translated instanceof MillraceError)) throw translated;
    throw new MillraceError(translated.code, `${addressOf(url)}: ${translated.message}`, {
      cause: error,
      retriable: translated.retriable,
    });
  });
  const { serverVersion, dateStyle } = probed;
  if (serverVersion < oldestServerVersion) {
    throw new MillraceError(
      'POSTGRES_UNAVAILABLE',
      `${addressOf(url)} is Postgres ${Math.floor(serverVersion / 10_000)}; Millrace needs 15 or later.`,
      { retriable: false },
    );
  }
  const probedDirectly = directUrl === url ? probed : await probe(directUrl, applicationName);

  const settings = sessionSettings(serverVersion, dateStyle);
  const watchOf = (to: string, { isDirect }: Probe): SessionWatch => {
    const asking = { applicationName, connectTimeoutMs, mode: 'statement', settings: {} } as const;
    const activity = new ServerActivity(connectionConfig(to, asking), isDirect);
    return { clock, answerMs, isAtWork: (session) => activity.isAtWork(session) };
  };
  const pooled = new Set<Session>();
  const openPool = (to: string, { mode }: Probe, watch: SessionWatch): pg.Pool => {
    const opened = new pg.Pool({
      ...connectionConfig(to, { applicationName, connectTimeoutMs, mode, settings }),
      max: maxConnections,
      idleTimeoutMillis: 30_000,
      Client: Session,
      watch,
      ...(mode === 'statement' && {
        onConnect: (client: pg.ClientBase) => client.query(applySettingsSql, [JSON.stringify(settings)]),
      }),
    } as unknown as pg.PoolConfig);
    opened.on('error', (error) => logger.warn({ error: error.message }, 'An idle connection to Postgres was lost.'));
    // pg-pool listens to idle connections only, and an 'error' that nobody hears ends the process. Who uses the connection
    // learns of the loss by the statement that fails.
    opened.on('connect', (client) => {
      client.on('error', () => {});
      pooled.add(client as pg.ClientBase as Session);
    });
    opened.on('remove', (client) => pooled.delete(client as pg.ClientBase as Session));
    return opened;
  };
  const watch = watchOf(url, probed);
  const directWatch = directUrl === url ? watch : watchOf(directUrl, probedDirectly);
  const pool = openPool(url, probed, watch);
  const directPool = directUrl === url ? pool : openPool(directUrl, probedDirectly, directWatch);
  const adapter = new PrismaPg(pool, { schema: 'millrace' });
  // Errors reach the caller; Prisma's own printing of them would only double it.
  const prisma = new PrismaClient({ adapter, log: [], errorFormat: 'minimal' });
  let closing: Promise<void> | undefined;

  return {
    pool,
    directPool,
    prisma,
    serverVersion,
    async connect(extra = {}) {
      const { application_name: name = applicationName, ...others } = extra;
      const wanted = { ...settings, ...others };
      const { mode } = probedDirectly;
      const session = { applicationName: String(name), connectTimeoutMs, mode, settings: wanted };
      const client = new Session({ ...connectionConfig(directUrl, session), watch: directWatch });
      client.on('error', (error) => logger.debug({ error: error.message }, 'A session of Postgres was lost.'));
      try {
        await client.connect();
        if (mode === 'statement') await client.query(applySettingsSql, [JSON.stringify(wanted)]);
        return client;
      } catch (error) {
        await client.end().catch(() => {});
        throw translatePostgresError(error);
      }
    },
    close() {
      closing ??= (async () => {
        await prisma.$disconnect();
        const timer = clock.schedule(closeWaitMs, () => {
          for (const session of pooled) session.cut();
        });
        await Promise.all([...new Set([pool, directPool])].map((each) => each.end()));
        timer.cancel();
      })();
      return closing;
    },
  };
}
