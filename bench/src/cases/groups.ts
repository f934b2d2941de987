import type { BenchCase, BenchContext, CaseReport } from '../case.ts';
import { measureCommits } from '../groups/commits.ts';
import { measureManyGroups, measureManyMembers } from '../groups/many.ts';
import { measureMoves } from '../groups/moves.ts';
import { measureThroughput } from '../groups/throughput.ts';

async function run(context: BenchContext): Promise<CaseReport> {
  const results = [
    ...(await measureThroughput(context)),
    ...(await measureCommits(context)),
    ...(await measureMoves(context)),
    await measureManyMembers(context),
    await measureManyGroups(context),
  ];
  return {
    results,
    notes: [
      'A backlog: 1,000,000 records of 6 partitions by GraphQL over a WebSocket, 3 rounds in turns, offset, key and value selected, maxRecords 1,000; the member sends a commitOffsets for every batch and has 20 batches out at most.',
      'Commits: each caller commits in one partition of its own and waits for the acknowledgement; 3 rounds of 3 s. The engine is in the process of the callers.',
      'Joins and leaves: 60 partitions, 2,000 records/s, 5 members and a sixth that joins and leaves 5 times, with 2 s of nothing in each turn; of every partition the longest time between two deliveries within 2 s of the change. "As without": at most twice the longest without a rebalance.',
      'The killed node is a process of its own with one of six members; timed from the kill to a record of the last of its partitions.',
      '1,000 groups: one record goes to 1,000 members, each of which commits it; timed from when it was due to be sent to its arrival at each.',
    ],
  };
}

export const groups: BenchCase = { name: 'groups', title: 'Consumer groups', run };
