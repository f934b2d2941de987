/** Run-time parameters of a Postgres session, by name; durations as Postgres writes them. */
export type SessionSettings = Readonly<Record<string, string | number>>;

/**
 * What every session sets, whatever its database or role has as defaults. So that a process that is frozen in mid-transaction
 * (SIGSTOP, a lost machine) cannot hold what others wait for longer than seconds, because the server itself ends it; and so that
 * statements mean, and give back, what they were written for.
 */
export const defaultSessionSettings: SessionSettings = {
  lock_timeout: '4s',
  // Shorter than lock_timeout: who waits for a frozen process's lock gets it before giving up.
  idle_in_transaction_session_timeout: '2500ms',
  // Whatever the server's is: a session that holds a lease says nothing while the work is done over others.
  idle_session_timeout: 0,
  // The same for a client that takes nothing off its socket.
  tcp_user_timeout: '5s',
  // A machine that is gone says nothing more, and Linux would ask it after two hours: as long an idle session would hold its leases.
  tcp_keepalives_idle: '10s',
  tcp_keepalives_interval: '5s',
  tcp_keepalives_count: 3,
  // Ends a long statement whose client is gone.
  client_connection_check_interval: '2s',
  statement_timeout: 0,
  // Compiling costs more than any of these short statements.
  jit: 'off',
  // A statement behind a lock has to see what the lock was waited for, also where it is a transaction of its own.
  default_transaction_isolation: 'read committed',
  // Results are text: bytes as \x…, and all the digits of a number.
  bytea_output: 'hex',
  extra_float_digits: 1,
};

/**
 * The same for times, which node-postgres reads as ISO only. `dateStyle`: what the session has without this, of which the second half
 * stays: it says how dates are read that a caller's statements contain.
 */
export function isoDates(dateStyle: string): SessionSettings {
  return { datestyle: dateStyle.replace(/^\w+/, 'ISO') };
}

/** From version 17 also this: a ceiling for a transaction that goes on and on, one statement after another. */
export const transactionTimeout: SessionSettings = { transaction_timeout: '120s' };

const nameShape = /^[a-z_][a-z0-9_.]*$/;

/** The startup parameter `options`, which sets parameters without a round trip of its own. */
export function startupOptions(settings: SessionSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => {
      if (!nameShape.test(name)) throw new TypeError(`${name} is not the name of a Postgres parameter.`);
      return `-c ${name}=${String(value).replace(/[\\ ]/g, '\\$&')}`;
    })
    .join(' ');
}

/**
 * Sets the parameters that this server knows and this user may set, for connection poolers that refuse `options`. $1 is a
 * JSON object.
 */
export const applySettingsSql = `
select set_config(known.name, wanted.value, false)
from json_each_text($1::json) as wanted (name, value)
join pg_settings known on lower(known.name) = wanted.name
where known.context in ('user', 'superuser')`;
