import type { Application } from './application.ts';

/** Records a second by node of the topology, over all live instances. */
export function nodeRates({ instances }: Application): ReadonlyMap<string, number> {
  const rates = new Map<string, number>();
  for (const { alive, snapshot } of instances) {
    if (!alive) continue;
    for (const [node, rate] of Object.entries(snapshot.rates)) rates.set(node, (rates.get(node) ?? 0) + rate);
  }
  return rates;
}

/** Records a second that an application reads from topics, and writes to topics. */
export function applicationRates(application: Application): { readonly in: number; readonly out: number } {
  const rates = nodeRates(application);
  const sum = (kind: 'SOURCE' | 'SINK') =>
    (application.topology?.description.nodes ?? [])
      .filter((node) => node.kind === kind)
      .reduce((total, { id }) => total + (rates.get(id) ?? 0), 0);
  return { in: sum('SOURCE'), out: sum('SINK') };
}
