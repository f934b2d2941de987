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
