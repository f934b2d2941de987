import { describe, expect, it } from 'vitest';
import { configValueProblem, exactConfigValue, formatConfigValue } from './config-value.ts';

const segmentBytes = {
  name: 'segmentBytes',
  default: 1024 ** 3,
  unit: 'bytes',
  min: 1024 ** 2,
  max: 1024 ** 4,
  description: '',
};

describe('configValueProblem', () => {
  it('names the bounds in words of the unit', () => {
    expect(configValueProblem(1024 ** 2, segmentBytes)).toBeNull();
    expect(configValueProblem(1024 ** 2 - 1, segmentBytes)).toBe('From 1 MiB to 1 TiB.');
    expect(configValueProblem(1024 ** 4 + 1, segmentBytes)).toBe('From 1 MiB to 1 TiB.');
  });

  it('wants whole numbers', () => {
    for (const value of [1.5, Number.NaN, null, '5', 2 ** 53]) {
      expect(configValueProblem(value, segmentBytes)).toBe('A whole number of bytes is needed.');
    }
  });

  it('takes -1 for no limit where there may be none, and says so', () => {
    const retentionMs = { name: 'retentionMs', default: -1, unit: 'ms', min: -1, max: 86_400_000, description: '' };
    expect(configValueProblem(-1, retentionMs)).toBeNull();
    expect(configValueProblem(0, retentionMs)).toBeNull();
    expect(configValueProblem(-2, retentionMs)).toBe('From 0 ms to 1 day.');
    expect(configValueProblem(-1, segmentBytes)).toBe('From 1 MiB to 1 TiB.');
    expect([formatConfigValue(-1, 'ms'), exactConfigValue(-1, 'ms')]).toEqual(['no limit', null]);
  });

  it('knows the choices', () => {
    const field = { name: 'keyFormat', default: 'STRING', choices: ['STRING', 'JSON'], description: '' };
    expect(configValueProblem('JSON', field)).toBeNull();
    expect(configValueProblem('XML', field)).not.toBeNull();
  });
});

describe('reading a value', () => {
  it('keeps the exact one beside the rounded one', () => {
    expect(formatConfigValue(1_048_588, 'bytes')).toBe('1 MiB');
    expect(exactConfigValue(1_048_588, 'bytes')).toBe('1,048,588 bytes');
    expect(exactConfigValue('JSON', null)).toBeNull();
  });
});
