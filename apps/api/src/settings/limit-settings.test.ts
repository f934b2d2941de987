import { describe, expect, test } from 'vitest';
import { parseLimits } from './limit-settings.ts';

describe('MILLRACE_LIMITS', () => {
  test('changes nothing where it is not set', () => {
    for (const text of [undefined, '', ' ', '{}']) expect(parseLimits(text)).toEqual({ engine: {}, api: {} });
  });

  test('goes to whose limit it is, or to both', () => {
    const text = '{"sessionTimeoutMs": 30000, "maxBodyBytes": 33554432, "maxRecordsPerCall": 500}';
    expect(parseLimits(text)).toEqual({
      engine: { sessionTimeoutMs: 30_000, maxRecordsPerCall: 500 },
      api: { maxBodyBytes: 33_554_432, maxRecordsPerCall: 500 },
    });
  });

  test.each([
    ['sessionTimeoutMs=1', 'is no JSON object. Write it like {'],
    ['[1]', 'is no JSON object'],
    ['null', 'is no JSON object'],
    ['{"sessionTimeout": 30000}', 'names "sessionTimeout", which is no limit. Near it are sessionTimeoutMs'],
    ['{"maxBodyByte": 1}', 'Near it are maxBodyBytes'],
    ['{"constructor": 1}', 'names "constructor", which is no limit.'],
    ['{"x": 1}', 'names "x", which is no limit. docs/operations.md'],
    ['{"maxBodyBytes": "16"}', 'has "16" for maxBodyBytes, which takes a whole number from 1 to 2147483647.'],
    ['{"maxBodyBytes": 0}', 'has 0 for maxBodyBytes'],
    ['{"maxBodyBytes": 1.5}', 'has 1.5 for maxBodyBytes'],
    ['{"transactionKeyMs": 2147483648}', 'has 2147483648 for transactionKeyMs'],
    ['{"maxRewritePercent": 101}', 'a whole number from 1 to 100.'],
    ['{"outboxPollIntervalMs": 5000}', 'a whole number from 1 to 4999.'],
    ['{"sessionTimeoutMs": 5000}', 'makes sessionTimeoutMs 5000 and heartbeatIntervalMs 3000'],
    ['{"minFetchBytes": 8388608}', 'makes minFetchBytes 8388608, which is more than maxFetchBytes, 4194304.'],
  ])('%s is refused', (text, message) => {
    expect(() => parseLimits(text)).toThrow(expect.objectContaining({ code: 'INVALID_SETTINGS' }));
    expect(() => parseLimits(text)).toThrow(/^MILLRACE_LIMITS /);
    expect(() => parseLimits(text)).toThrow(message);
  });
});
