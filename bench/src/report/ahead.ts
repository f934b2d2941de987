import type { Result } from '../measure/result.ts';
import { formatRatio } from './numbers.ts';

const isPeer = (result: Result) => /^(Kafka|Redis)/.test(result.case);

/** A sentence for every peer that was faster, so that nobody has to search for it in the table. */
export function sentencesOnWhoIsAhead(results: readonly Result[]): readonly string[] {
  const peers = results.filter((result) => isPeer(result) && result.ratio);
  if (peers.length === 0) return [];
  const ahead = peers.filter((peer) => (peer.ratio?.value ?? 0) > 1);
  if (ahead.length === 0) return ['No peer is ahead in this run.'];
  return ahead.map(
    (peer) => `**${peer.case} is ahead: ${formatRatio(peer.ratio?.value ?? 0)} times ${peer.ratio?.to}.**`,
  );
}
