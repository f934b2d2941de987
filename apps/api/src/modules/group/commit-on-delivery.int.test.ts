import { expect, test } from 'vitest';
import { startTestApi } from '../../testing/test-api.ts';
import { TestMember } from '../../testing/test-member.ts';
import { committedBy, createTopic } from '../../testing/test-topics.ts';

test('nothing is committed that a socket that is told to close was not sent', async () => {
  const api = await startTestApi();
  const stopping = await startTestApi({ settings: { databaseUrl: api.database.url } });
  try {
    await Promise.all([api.ready, stopping.ready]);
    await createTopic(api, 'closing');
    // 30 MB: kernels and outlet hold a third of it between them.
    const records = Array.from({ length: 1_000 }, () => ({ value: 'x'.repeat(1_000) }));
    const produce = 'mutation ($input: ProduceInput!) { produce(input: $input) { batches { count } } }';
    for (let i = 0; i < 30; i++) await api.data(produce, { input: { topic: 'closing', records } });
    const input = { group: 'closing', topics: ['closing'], commit: 'ON_DELIVERY', maxUncommitted: 1_000_000 };
    const member = await TestMember.join(stopping, input);
    await member.received(1);
    // It does not answer the close frame, so that the server waits for that as long as it ever does.
    member.socket?.pause();
    await stopping.stop();
    const [committed] = await committedBy(api, 'closing');
    expect(committed).toBeGreaterThan(0);
    expect(committed).toBeLessThan(15_000);
    member.socket?.terminate();
  } finally {
    await stopping.remove();
    await api.remove();
  }
});
