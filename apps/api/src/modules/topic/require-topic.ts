import { MillraceError } from '@millrace/core';
import type { Engine, Topic } from '@millrace/engine';

/** The topic of that name, or TOPIC_NOT_FOUND. */
export async function requireTopic(engine: Engine, name: string): Promise<Topic> {
  const topic = await engine.topics.describe(name);
  if (topic) return topic;
  throw new MillraceError(
    'TOPIC_NOT_FOUND',
    `There is no topic "${name}". Create it with createTopic, or check the name.`,
    {
      details: { topic: name },
    },
  );
}
