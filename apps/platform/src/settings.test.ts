import { describe, expect, it } from 'vitest';
import { parseSettings, repositoryRoot } from './settings.ts';

describe('parseSettings', () => {
  it('has a default for everything', () => {
    expect(parseSettings({})).toEqual({
      dataDirectory: `${repositoryRoot}/.millrace`,
      apiPort: 4000,
      consolePort: 3000,
      postgresPort: undefined,
      databaseUrl: undefined,
      databaseDirectUrl: undefined,
    });
    // As a shell leaves variables that are set to nothing.
    expect(parseSettings({ MILLRACE_API_PORT: '', DATABASE_URL: ' ' })).toEqual(parseSettings({}));
  });

  it('takes what is set, and 0 for any free port', () => {
    expect(
      parseSettings({
        MILLRACE_DATA_DIRECTORY: '/data',
        MILLRACE_API_PORT: '4100',
        MILLRACE_CONSOLE_PORT: '0',
        MILLRACE_POSTGRES_PORT: '5433',
        DATABASE_URL: 'postgres://me@pooler/x',
        MILLRACE_DATABASE_DIRECT_URL: 'postgres://me@db/x',
      }),
    ).toEqual({
      dataDirectory: '/data',
      apiPort: 4100,
      consolePort: 0,
      postgresPort: 5433,
      databaseUrl: 'postgres://me@pooler/x',
      databaseDirectUrl: 'postgres://me@db/x',
    });
  });

  it.each([
    [{ MILLRACE_API_PORT: '4000a' }, /^MILLRACE_API_PORT is "4000a"/],
    [{ MILLRACE_CONSOLE_PORT: '65536' }, /^MILLRACE_CONSOLE_PORT/],
    [{ MILLRACE_POSTGRES_PORT: '-1' }, /^MILLRACE_POSTGRES_PORT/],
    [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL/],
    [
      { DATABASE_URL: 'postgres://p/x', MILLRACE_DATABASE_DIRECT_URL: 'db:5432' },
      /^MILLRACE_DATABASE_DIRECT_URL is not/,
    ],
    [{ MILLRACE_DATABASE_DIRECT_URL: 'postgres://db/x' }, /^MILLRACE_DATABASE_DIRECT_URL is set without DATABASE_URL/],
    [{ MILLRACE_CONSOLE_PORT: '4000' }, /MILLRACE_CONSOLE_PORT and MILLRACE_API_PORT are both 4000/],
    [{ MILLRACE_POSTGRES_PORT: '3000' }, /MILLRACE_POSTGRES_PORT and MILLRACE_CONSOLE_PORT are both 3000/],
  ])('names the variable that is wrong: %o', (environment, message) => {
    expect(() => parseSettings(environment)).toThrow(message);
    expect(() => parseSettings(environment)).toThrow(expect.objectContaining({ code: 'INVALID_SETTINGS' }));
  });
});
