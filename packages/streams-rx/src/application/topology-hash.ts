import { createHash } from 'node:crypto';
import { canonicalJson } from '@millrace/core';
import type { TopologyDescription } from '../topology/topology-description.ts';

/** Tells topologies apart: the same description has the same one, in whatever order its fields were set. 32 hexadecimal digits. */
export function topologyHash(topology: TopologyDescription): string {
  return createHash('sha256').update(canonicalJson(topology)).digest('hex').slice(0, 32);
}
