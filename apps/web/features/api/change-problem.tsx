import { isOutcomeUnknown, type Problem } from './problem.ts';
import { ProblemPanel } from './problem-panel.tsx';

interface ChangeProblemProps {
  readonly problem: Problem;
  /** What did not happen, as a short sentence; not said where nobody knows. */
  readonly title: string;
}

/** Why a change failed, or that it may have been made although it seems to have failed. */
export function ChangeProblem({ problem, title }: ChangeProblemProps) {
  return <ProblemPanel problem={problem} title={title} unsettled={isOutcomeUnknown(problem) ? lookFirst : undefined} />;
}

const lookFirst = 'The answer was lost, and it may be done nevertheless: look before you repeat it.';
