import { MillraceError } from '@millrace/core';
import type { ConsumerGroup, Engine } from '@millrace/engine';

/** The group of that name, or GROUP_NOT_FOUND. */
export async function requireGroup(engine: Engine, name: string): Promise<ConsumerGroup> {
  const group = await engine.groups.describe(name);
  if (group) return group;
  throw new MillraceError(
    'GROUP_NOT_FOUND',
    `There is no consumer group "${name}", or not any more. Its first member makes it; or check the name.`,
    { details: { group: name } },
  );
}
