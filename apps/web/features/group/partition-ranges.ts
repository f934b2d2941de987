interface OfPartition {
  readonly topic: string;
  readonly partition: number;
}

/** Numbers in their order, runs of them joined: "0–2, 5". */
export function formatRanges(numbers: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && number <= run.last + 1) run.last = number;
    else runs.push({ first: number, last: number });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`)).join(', ');
}

/** What belongs to each topic, by the topics' names and the partitions' numbers. */
export function byTopic<T extends OfPartition>(items: readonly T[]): { topic: string; items: T[] }[] {
  const topics = new Map<string, T[]>();
  for (const item of items) topics.set(item.topic, [...(topics.get(item.topic) ?? []), item]);
  return [...topics]
    .map(([topic, its]) => ({ topic, items: its.sort((a, b) => a.partition - b.partition) }))
    .sort((a, b) => (a.topic < b.topic ? -1 : 1));
}
