import { MillraceError } from '@millrace/core';
import type { ProducerSequence } from './producer.ts';

const maxId = 2 ** 31 - 1;

/** Throws INVALID_INPUT for what can be no producer, epoch or sequence. */
export function assertProducerSequence({ id, epoch, sequence }: ProducerSequence): void {
  assertWhole('id', id, 1, maxId);
  assertWhole('epoch', epoch, 0, maxId);
  assertWhole('sequence', sequence, 0, Number.MAX_SAFE_INTEGER);
}

function assertWhole(name: keyof ProducerSequence, value: number, min: number, max: number): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  throw new MillraceError('INVALID_INPUT', `producer.${name} is a whole number from ${min} to ${max}, not ${value}.`);
}

export function unknownProducer({ id }: ProducerSequence): MillraceError {
  return new MillraceError(
    'UNKNOWN_PRODUCER_ID',
    `Producer ${id} is not known, or not any more: nothing was appended by this call. Call initProducer and begin with sequence 0; look before you send again what an older call may have appended.`,
  );
}

/** Of an older epoch, and of one that was never given out. */
export function fencedProducer({ id, epoch }: ProducerSequence, currentEpoch: number): MillraceError {
  if (epoch > currentEpoch) {
    return new MillraceError(
      'INVALID_INPUT',
      `Producer ${id} has epoch ${currentEpoch}, and ${epoch} was never given out: send what initProducer gave.`,
    );
  }
  return new MillraceError(
    'PRODUCER_FENCED',
    `Producer ${id} has epoch ${currentEpoch} by now, not ${epoch}: another program has taken its transactional id over. Stop, or call initProducer to take it back.`,
    { details: { epoch: currentEpoch } },
  );
}

/** `details.expectedSequence`: the one that would be taken. */
export function outOfOrder({ id, sequence }: ProducerSequence, topic: string, expectedSequence: number): MillraceError {
  return new MillraceError(
    'OUT_OF_ORDER_SEQUENCE',
    `The next sequence of producer ${id} in "${topic}" is ${expectedSequence}, not ${sequence}: nothing was appended. Send the calls between first; sequences are counted for each topic.`,
    { details: { expectedSequence } },
  );
}

export function otherRecords({ id, sequence }: ProducerSequence, topic: string): MillraceError {
  return new MillraceError(
    'OUT_OF_ORDER_SEQUENCE',
    `Sequence ${sequence} of producer ${id} in "${topic}" stands for other records already: nothing was appended. Give each call a sequence of its own, and call initProducer when a program starts.`,
  );
}

export function forgottenCall({ id, sequence }: ProducerSequence, topic: string): MillraceError {
  return new MillraceError(
    'DUPLICATE_SEQUENCE',
    `Sequence ${sequence} of producer ${id} was appended to "${topic}" already, so long ago that its offsets are not remembered. Nothing is to be done: go on with the next call.`,
  );
}
