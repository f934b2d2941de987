import type { Engine } from '@millrace/engine';

const topicsAtATime = 200;

/**
 * Names of the topics that an application has made for itself: `<application>-…-repartition`, internal. One that another group reads is
 * another application's, whose name begins with that of this one.
 */
export async function internalTopics(
  { topics, groups }: Pick<Engine, 'topics' | 'groups'>,
  application: string,
): Promise<string[]> {
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await topics.list({
      search: `${application}-`,
      internal: true,
      first: topicsAtATime,
      ...(after === undefined ? {} : { after }),
    });
    for (const { name, internal } of page.topics) {
      if (!internal || !name.startsWith(`${application}-`) || !name.endsWith('-repartition')) continue;
      const readers = (await groups.list({ topic: name, first: 2 })).groups;
      if (readers.every((group) => group.name === application)) found.push(name);
    }
    after = page.hasNextPage ? page.topics.at(-1)?.name : undefined;
  } while (after !== undefined);
  return found;
}
