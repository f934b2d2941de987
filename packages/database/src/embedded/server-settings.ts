/** Settings of a Postgres server, as postgresql.conf has them. */
export type ServerSettings = Readonly<Record<string, string | number>>;

/** For a log on one machine that it shares with the API and the console. */
export const defaultServerSettings: ServerSettings = {
  listen_addresses: '127.0.0.1',
  max_connections: 200,
  shared_buffers: '256MB',
  // What is acknowledged is on disk. These are the defaults, and written down because everything rests on them.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // The log is written once and hardly changed: checkpoints far apart write each page once instead of many times.
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  wal_buffers: '16MB',
  // Batches are compressed by column already; full pages would be compressed a second time, by the backend that commits.
  wal_compression: 'off',
  jit: 'off',
  random_page_cost: 1.1,
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A week of logs, a file a day, the oldest overwritten.
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgres-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: 0,
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] %a ',
};

const quoted = (value: string | number) => (typeof value === 'number' ? value : `'${value.replaceAll("'", "''")}'`);

/** The text of a configuration file. */
export function settingsFile(settings: ServerSettings): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${quoted(value)}`);
  return `# Written anew at every start. Your own settings go to the end of postgresql.conf.\n${lines.join('\n')}\n`;
}
