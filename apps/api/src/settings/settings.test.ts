import { describe, expect, test } from 'vitest';
import { isLoopback, readSettings } from './settings.ts';

const DATABASE_URL = 'postgresql://localhost/x';

describe('settings', () => {
  test('have safe defaults', () => {
    expect(readSettings({ DATABASE_URL })).toEqual({
      host: '127.0.0.1',
      port: 4000,
      consoleOrigins: ['http://127.0.0.1:3000', 'http://localhost:3000'],
      databaseUrl: DATABASE_URL,
      databaseDirectUrl: undefined,
      logLevel: 'info',
      insecureAllowUnauthenticated: false,
      limits: { engine: {}, api: {} },
    });
  });

  test('an address that others reach needs words', () => {
    expect(() => readSettings({ DATABASE_URL, MILLRACE_API_HOST: '0.0.0.0' })).toThrow(
      'MILLRACE_INSECURE_ALLOW_UNAUTHENTICATED',
    );
    const env = { DATABASE_URL, MILLRACE_API_HOST: '0.0.0.0', MILLRACE_INSECURE_ALLOW_UNAUTHENTICATED: 'true' };
    expect(readSettings(env).host).toBe('0.0.0.0');
  });

  test.each([
    [{}, 'DATABASE_URL'],
    [{ DATABASE_URL, MILLRACE_API_PORT: '70000' }, 'MILLRACE_API_PORT'],
    [{ DATABASE_URL, MILLRACE_API_PORT: 'x' }, 'MILLRACE_API_PORT'],
    [{ DATABASE_URL, MILLRACE_CONSOLE_ORIGIN: 'localhost:3000' }, 'MILLRACE_CONSOLE_ORIGIN'],
    [{ DATABASE_URL, MILLRACE_CONSOLE_ORIGIN: 'http://a.test/path' }, 'MILLRACE_CONSOLE_ORIGIN'],
    [{ DATABASE_URL, MILLRACE_LIMITS: 'sessionTimeoutMs=1' }, 'MILLRACE_LIMITS'],
    [{ DATABASE_URL, MILLRACE_LOG_LEVEL: 'loud' }, 'MILLRACE_LOG_LEVEL'],
    [{ DATABASE_URL, MILLRACE_INSECURE_ALLOW_UNAUTHENTICATED: 'yes' }, 'MILLRACE_INSECURE_ALLOW_UNAUTHENTICATED'],
  ])('%o is refused by its name', (env, name) => {
    expect(() => readSettings(env)).toThrow(name);
  });

  test('loopback', () => {
    for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]']) expect(isLoopback(host)).toBe(true);
    for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.evil.test', 'localhost.evil.test', ''])
      expect(isLoopback(host)).toBe(false);
  });
});
