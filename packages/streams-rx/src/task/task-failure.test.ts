import { MillraceError } from '@millrace/core';
import { expect, it } from 'vitest';
import { failureOf } from './task-failure.ts';

it.each(['FENCED_MEMBER', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER', 'GROUP_NOT_FOUND', 'OFFSET_OUT_OF_RANGE'] as const)(
  '%s: the task is somebody else’s, or its input is gone, and no record is to blame',
  (code) => {
    expect(failureOf(new MillraceError(code, 'Not yours.'))).toBe('lost');
  },
);
