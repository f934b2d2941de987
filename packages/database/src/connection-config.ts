import { MillraceError } from '@millrace/core';
import type pg from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import {
  defaultSessionSettings,
  isoDates,
  type SessionSettings,
  startupOptions,
  transactionTimeout,
} from './session-settings.ts';

/** How a session's settings are made: with the startup packet, or by a statement where a pooler refuses that. */
export type SettingsMode = 'startup' | 'statement';

/** The settings of every session on a server of this version, with a database that has this DateStyle. */
export function sessionSettings(serverVersion: number, dateStyle: string): SessionSettings {
  const settings = { ...defaultSessionSettings, ...isoDates(dateStyle) };
  return serverVersion >= 170_000 ? { ...settings, ...transactionTimeout } : settings;
}

/** What node-postgres needs to open a session. INVALID_SETTINGS when `url` is no Postgres URL. */
export function connectionConfig(
  url: string,
  session: {
    readonly applicationName: string;
    readonly connectTimeoutMs: number;
    readonly mode: SettingsMode;
    readonly settings: SessionSettings;
  },
): pg.ClientConfig {
  if (!/^postgres(ql)?:\/\//.test(url)) {
    throw new MillraceError(
      'INVALID_SETTINGS',
      'DATABASE_URL is not a Postgres URL. Write postgresql://user:password@host:5432/database.',
    );
  }
  let parsed: pg.ClientConfig;
  try {
    parsed = parseIntoClientConfig(url);
  } catch (cause) {
    throw new MillraceError(
      'INVALID_SETTINGS',
      `DATABASE_URL cannot be read (${cause instanceof Error ? cause.message : cause}). Characters like @ : / in the password are written %40 %3A %2F.`,
      { cause },
    );
  }
  const config: pg.ClientConfig = {
    ...parsed,
    application_name: session.applicationName,
    connectionTimeoutMillis: session.connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
  if (session.mode === 'startup') {
    // What the URL's own options say comes first, so that ours win: they are what keeps a frozen node from blocking others.
    const ours = startupOptions({ ...defaultSessionSettings, ...session.settings });
    config.options = parsed.options ? `${parsed.options} ${ours}` : ours;
  }
  return config;
}
