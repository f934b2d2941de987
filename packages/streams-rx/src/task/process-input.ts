import { isMillraceError } from '@millrace/core';
import { Releases } from '../epoch/releases.ts';
import { DecodeError } from '../record/decode-error.ts';
import type { EpochInput } from './epoch-input.ts';
import { blamesNoRecord } from './error-policy.ts';
import { processAlone } from './process-alone.ts';
import type { ProcessInputOptions } from './process-input-options.ts';

/**
 * Takes an epoch through, as a whole or in parts: one that fails is run again in halves until the record that is to blame is alone. Effects outside of
 * the transaction may be repeated on the way (S14).
 */
export async function processInput(
  input: EpochInput,
  options: ProcessInputOptions,
  tookTooLong = false,
): Promise<void> {
  const { length } = input;
  const releases = new Releases({ mayGiveUp: options.mayGiveUp });
  try {
    // One that is alone has all its time.
    await options.attempt(input, releases, tookTooLong && length > 1);
  } catch (error) {
    if (options.isOutside(error) || blamesNoRecord(error)) throw error;
    if (length <= 1) {
      await processAlone(input, { error, met: releases.met, wallClock: releases.wallClock }, options);
      return;
    }
    const culprit = placeOf(error, input);
    const parts = culprit === undefined ? halves(length) : around(culprit, length);
    const isSlow = tookTooLong || isMillraceError(error, 'EPOCH_TIMEOUT');
    for (const [start, end] of parts) await processInput(input.slice(start, end), options, isSlow);
  }
}

/** Bytes that cannot be decoded tell whose they are. */
function placeOf(error: unknown, input: EpochInput): number | undefined {
  if (!(error instanceof DecodeError)) return undefined;
  const place = input.placeOf(error.origin.ordinal);
  return place < 0 ? undefined : place;
}

const halves = (length: number): [number, number][] => {
  const middle = length >> 1;
  return [
    [0, middle],
    [middle, length],
  ];
};

const around = (place: number, length: number): [number, number][] =>
  (
    [
      [0, place],
      [place, place + 1],
      [place + 1, length],
    ] as [number, number][]
  ).filter(([start, end]) => end > start);
