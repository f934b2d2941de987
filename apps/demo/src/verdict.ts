import type { ConsumedPartition } from './consume/consumer.ts';
import type { RunningHash } from './running-hash.ts';
import { formatCount } from './terminal/numbers.ts';

export interface Verdict {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/** Compares what was produced with what was consumed, partition by partition, value by value. */
export function compare(
  expected: number,
  produced: readonly RunningHash[],
  consumed: readonly Pick<ConsumedPartition, 'hash' | 'faults'>[],
): Verdict {
  const sum = (hashes: readonly RunningHash[]) => hashes.reduce((total, hash) => total + hash.count, 0);
  const producedCount = sum(produced);
  const consumedCount = sum(consumed.map(({ hash }) => hash));
  const differences = consumed.flatMap(({ hash, faults }, partition) => {
    const sent = produced[partition] as RunningHash;
    const lines = faults.map((fault) => `partition ${partition}: ${fault}`);
    if (hash.count !== sent.count) {
      lines.push(`partition ${partition}: ${formatCount(sent.count)} produced, ${formatCount(hash.count)} consumed`);
    } else if (!hash.equals(sent)) {
      const after = formatCount(hash.differsAfter(sent));
      lines.push(`partition ${partition}: the values are not those that were produced, from about record ${after} on`);
    }
    return lines;
  });
  if (producedCount !== expected) {
    differences.unshift(`${formatCount(producedCount)} of ${formatCount(expected)} flights were produced`);
  }
  const counts = `${formatCount(producedCount)} produced, ${formatCount(consumedCount)} consumed`;
  if (differences.length === 0) return { ok: true, lines: [`${counts}, in order in every partition`] };
  return { ok: false, lines: [`${counts}, and this differs:`, ...differences.map((line) => `  ${line}`)] };
}
