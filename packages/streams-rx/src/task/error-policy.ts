import { isMillraceError, MillraceError } from '@millrace/core';
import type { ProcessingError } from '../application/instance-snapshot.ts';
import { DecodeError } from '../record/decode-error.ts';
import { GlobalRowError } from '../record/global-row-error.ts';
import { PunctuationError } from './punctuation-error.ts';

/**
 * What becomes of a record that fails. FAIL: the application stops, and nothing of its epoch was done. SKIP: it is left out and counted.
 * A dead-letter topic gets it as it was read, with the reason in headers. Kafka Streams' exception handlers.
 */
export type ErrorPolicy = 'FAIL' | 'SKIP' | { readonly deadLetterTopic: string };

/** A policy for each kind of failure. */
export interface ErrorPolicies {
  /** Its bytes cannot be read by the serde. */
  readonly decode: ErrorPolicy;
  /** An operator has thrown, rejected or taken too long; or what it did is refused by the state. */
  readonly process: ErrorPolicy;
  /** What was made of it cannot be appended: too large, too many, of no format. */
  readonly produce: ErrorPolicy;
}

/** Something refused what an epoch has made, and not what made it. */
export class ProduceError extends MillraceError {
  constructor(cause: MillraceError) {
    super(cause.code, cause.message, { cause, ...(cause.details ? { details: cause.details } : {}) });
  }
}

/** A dead letter is refused, whatever it is about: leaving more out would be no help. */
export class DeadLetterError extends ProduceError {}

export type FailureKind = ProcessingError['kind'];

export function kindOfFailure(error: unknown): FailureKind {
  if (error instanceof DecodeError) return 'DECODE';
  return error instanceof ProduceError ? 'PRODUCE' : 'PROCESS';
}

export function policyOf(policies: ErrorPolicies, kind: FailureKind): ErrorPolicy {
  return policies[kind === 'DECODE' ? 'decode' : kind === 'PRODUCE' ? 'produce' : 'process'];
}

/** Whether what has failed is left out, and the rest goes on. */
export function mayGiveUp(policies: ErrorPolicies, error: unknown): boolean {
  return !blamesNoRecord(error) && policyOf(policies, kindOfFailure(error)) !== 'FAIL';
}

/** Told of a topology that is wrong, whatever the record: no record is to blame. */
const ofTheTopology = new Set(['INVALID_TOPOLOGY', 'INVALID_STREAM_RECORD', 'EPOCH_NOT_DRAINED', 'INTERNAL']);

/** Whether leaving a record out would be no help. */
export function blamesNoRecord(error: unknown): boolean {
  if (error instanceof PunctuationError || error instanceof GlobalRowError) return true;
  return isMillraceError(error) && ofTheTopology.has(error.code);
}
