import { useEffect, useReducer, useState } from 'react';
import { useMutation } from 'urql';
import type { ResetApplicationMutation } from '../../generated/graphql.ts';
import { graphql } from '../../generated/index.ts';
import { type Problem, problemOf } from '../api/problem.ts';

export const resetApplicationMutation = graphql(`
  mutation ResetApplication($input: ResetStreamsApplicationInput!) {
    resetStreamsApplication(input: $input) {
      application
      dryRun
      offsetTopics
      stores
      deletedTopics
      aliveInstances
    }
  }
`);

interface ResetEffects {
  readonly effects: ResetApplicationMutation['resetStreamsApplication'] | undefined;
  readonly problem: Problem | undefined;
  retry(): void;
}

/** What a reset would do now. */
export function useResetEffects(application: string): ResetEffects {
  const [, execute] = useMutation(resetApplicationMutation);
  const [round, retry] = useReducer((count: number) => count + 1, 0);
  const [told, setTold] = useState<Omit<ResetEffects, 'retry'>>({ effects: undefined, problem: undefined });
  // biome-ignore lint/correctness/useExhaustiveDependencies: round asks again
  useEffect(() => {
    let left = false;
    void execute({ input: { application, dryRun: true } }).then(({ data, error }) => {
      if (left) return;
      setTold({
        effects: data?.resetStreamsApplication,
        problem: error || !data ? problemOf(error) : undefined,
      });
    });
    return () => {
      left = true;
    };
  }, [execute, application, round]);
  return { ...told, retry };
}
