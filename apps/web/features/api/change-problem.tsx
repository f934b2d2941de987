import { isOutcomeUnknown, type Problem } from './problem.ts';
import { ProblemPanel } from './problem-panel.tsx';
import { unsettledAdvice } from './unsettled.ts';

interface ChangeProblemProps {
  readonly problem: Problem;
  /** What did not happen, as a short sentence; not said where nobody knows. */
  readonly title: string;
}

/** Why a change failed, or that it may have been made although it seems to have failed. */
export function ChangeProblem({ problem, title }: ChangeProblemProps) {
  const unsettled = isOutcomeUnknown(problem) ? unsettledAdvice : undefined;
  return <ProblemPanel problem={problem} title={title} unsettled={unsettled} />;
}
