import { useEffect, useReducer, useState } from 'react';
import type { ResetOffsetsInput, ResetOffsetsMutation } from '../../generated/graphql.ts';
import { graphql } from '../../generated/index.ts';
import { useApi } from '../api/api-provider.tsx';
import { type Problem, problemOf } from '../api/problem.ts';

export const resetOffsetsMutation = graphql(`
  mutation ResetOffsets($input: ResetOffsetsInput!) {
    resetOffsets(input: $input) {
      partitions {
        partition
        committedOffset
        newOffset
        logStartOffset
        endOffset
      }
    }
  }
`);

export type PreviewedReset = ResetOffsetsMutation['resetOffsets']['partitions'][number];

interface ResetPreview {
  readonly resets: readonly PreviewedReset[] | undefined;
  readonly problem: Problem | undefined;
}

interface Previewed extends ResetPreview {
  readonly key: string;
}

/** While one types, the API is not asked for every letter. */
const typingMs = 250;
/** A group with members goes on committing, and logs grow, under a preview. */
const refreshMs = 3_000;

/** What a reset would do, asked again as long as it is looked at. null: there is nothing to ask yet. */
export function useResetPreview(input: Omit<ResetOffsetsInput, 'dryRun'> | null): ResetPreview {
  const { uncached } = useApi();
  const key = JSON.stringify(input);
  const [previewed, setPreviewed] = useState<Previewed>();
  const [round, ask] = useReducer((count: number) => count + 1, 0);
  const known = previewed?.key === key;

  // biome-ignore lint/correctness/useExhaustiveDependencies: round asks again
  useEffect(() => {
    if (key === 'null') return;
    let current = true;
    const timer = setTimeout(
      async () => {
        const asked = { ...(JSON.parse(key) as ResetOffsetsInput), dryRun: true };
        const { data, error } = await uncached.mutation(resetOffsetsMutation, { input: asked }).toPromise();
        if (!current) return;
        setPreviewed({ key, resets: data?.resetOffsets.partitions, problem: error ? problemOf(error) : undefined });
        ask();
      },
      known ? refreshMs : typingMs,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [uncached, key, round]);

  return known ? previewed : { resets: undefined, problem: undefined };
}
