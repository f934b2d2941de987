import { expect, it } from 'vitest';
import { Metrics } from './metrics.ts';

it('L43: counts committed offsets behind what the log has lost, by group', async () => {
  const metrics = new Metrics();
  for (const group of ['g', 'h', 'g']) metrics.offsetLost(group);
  const text = await metrics.registry.getSingleMetricAsString('millrace_lost_offsets_total');
  expect(text).toContain('millrace_lost_offsets_total{group="g"} 2');
  expect(text).toContain('millrace_lost_offsets_total{group="h"} 1');
});
