import type { ProcessingError } from '../application/instance-snapshot.ts';
import type { Origin } from '../record/origin.ts';
import type { EpochToCommit } from './commit-epoch.ts';
import { deadLetter } from './dead-letter.ts';
import { type ErrorPolicies, type ErrorPolicy, type FailureKind, kindOfFailure, policyOf } from './error-policy.ts';
import { processingError } from './processing-error.ts';

/** A record that has failed, and what its policy says. */
export interface GivenUp {
  readonly origin: Origin;
  readonly error: unknown;
  readonly kind: FailureKind;
  readonly policy: ErrorPolicy;
}

export function givenUp(origin: Origin, error: unknown, policies: ErrorPolicies): GivenUp {
  const kind = kindOfFailure(error);
  return { origin, error, kind, policy: policyOf(policies, kind) };
}

/** What is committed of it. */
export function deadLettersOf(given: readonly GivenUp[]): EpochToCommit['deadLetters'] {
  return given.flatMap(({ origin, error, kind, policy }) =>
    typeof policy === 'string' ? [] : [{ topic: policy.deadLetterTopic, record: deadLetter(origin, kind, error) }],
  );
}

/** What has become of it by its policy. */
function outcomeOf({ policy }: GivenUp): ProcessingError['outcome'] {
  if (policy === 'FAIL') return 'FAILED';
  return policy === 'SKIP' ? 'SKIPPED' : 'DEAD_LETTERED';
}

/** It as it is registered with its application. */
export function errorOf(given: GivenUp, task: string, outcome = outcomeOf(given)): ProcessingError {
  const { origin, error, kind } = given;
  const { topic, partition } = origin.batch;
  const offset = origin.batch.offset(origin.index);
  return processingError(error, { kind, outcome, task, topic, partition, offset });
}
