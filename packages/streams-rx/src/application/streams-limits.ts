import { MillraceError } from '@millrace/core';
import type { CommitLimits } from '../task/epoch-commits.ts';
import type { RetryLimits } from '../task/persist.ts';
import type { EpochLimits } from '../task/run-epoch.ts';

/** What an application holds at most; every name ends in its unit. */
export interface StreamsLimits extends EpochLimits, RetryLimits, CommitLimits {
  readonly maxEpochRecords: number;
  /** Records of one partition that may wait for their task before reading of it pauses. */
  readonly maxBufferedRecords: number;
  /** Keys, values and headers of all records of an instance that may wait for their tasks: each partition has an equal part of it. */
  readonly maxBufferedBytes: number;
  /** How long a task waits for records of an input that may have older ones, when nothing tells that it has none. Kafka's max.task.idle.ms. */
  readonly maxTaskIdleMs: number;
  /** How often what was processed is deleted from the application's own topics. */
  readonly purgeIntervalMs: number;
  /** Keys and values of all global tables of an instance. */
  readonly maxGlobalTableBytes: number;
}

const mebibyte = 1024 * 1024;

export const defaultStreamsLimits: StreamsLimits = {
  maxEpochRecords: 5_000,
  maxEpochOutputRecords: 100_000,
  maxStateValueBytes: mebibyte,
  epochTimeoutMs: 60_000,
  maxBufferedRecords: 20_000,
  maxBufferedBytes: 128 * mebibyte,
  maxCommits: 8,
  commitTimeoutMs: 30_000,
  retryTimeoutMs: 300_000,
  retryMs: 50,
  maxRetryMs: 5_000,
  maxTaskIdleMs: 0,
  purgeIntervalMs: 30_000,
  maxGlobalTableBytes: 256 * mebibyte,
};

/** 0 is one of these only. */
const mayBeNone: ReadonlySet<string> = new Set<keyof StreamsLimits>(['maxTaskIdleMs']);

/** The limits with what is given in place of the defaults. INVALID_SETTINGS for a name that is none, and a number that would stop all work. */
export function streamsLimits(given: Partial<StreamsLimits> = {}): StreamsLimits {
  const limits: { -readonly [name in keyof StreamsLimits]: number } = { ...defaultStreamsLimits };
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!(name in defaultStreamsLimits)) {
      throw new MillraceError(
        'INVALID_SETTINGS',
        `limits names "${name}", which is none. There are ${Object.keys(defaultStreamsLimits).join(', ')}.`,
      );
    }
    const least = mayBeNone.has(name) ? 0 : 1;
    if (!(Number.isInteger(value) && value >= least)) {
      throw new MillraceError(
        'INVALID_SETTINGS',
        `limits has ${value} for ${name}, which takes a whole number from ${least}.`,
      );
    }
    limits[name as keyof StreamsLimits] = value;
  }
  return limits;
}
