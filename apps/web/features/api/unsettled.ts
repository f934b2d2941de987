import { isOutcomeUnknown, type Problem } from './problem.ts';

/** Of a change of which nobody knows whether it was made. */
export const unsettledTitle = 'It may or may not have been done';

/** What to do about one. */
export const unsettledAdvice = 'The answer was lost, and it may be done nevertheless: look before you repeat it.';

/** Why a change failed, or that it may have been made, for where there is no room for a panel. */
export const changeProblemText = (problem: Problem): string =>
  isOutcomeUnknown(problem) ? `${problem.message} ${unsettledAdvice}` : problem.message;
