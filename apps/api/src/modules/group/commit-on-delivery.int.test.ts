import { MillraceError } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import { until } from '@millrace/engine/testing';
import { expect, test } from 'vitest';
import { overrideEngine } from '../../testing/override-engine.ts';
import { startTestApi } from '../../testing/test-api.ts';
import { TestMember } from '../../testing/test-member.ts';
import { committedBy, createTopic, produceNumbers } from '../../testing/test-topics.ts';

// 20 or 30 MB: kernels and outlet hold a third of it between them.
const records = (partitionCount: number) =>
  Array.from({ length: 1_000 }, (_, i) => ({ value: 'x'.repeat(1_000), partition: i % partitionCount }));
const produce = 'mutation ($input: ProduceInput!) { produce(input: $input) { batches { count } } }';

test('nothing is committed that a socket that is told to close was not sent', async () => {
  const api = await startTestApi();
  const stopping = await startTestApi({ settings: { databaseUrl: api.database.url } });
  try {
    await Promise.all([api.ready, stopping.ready]);
    await createTopic(api, 'closing');
    for (let i = 0; i < 30; i++) await api.data(produce, { input: { topic: 'closing', records: records(1) } });
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

test('what a slow socket was sent before its partition moved comes to nobody else', async () => {
  const api = await startTestApi({ limits: { keepAliveMs: 60_000 } });
  const members: TestMember[] = [];
  try {
    await api.ready;
    await createTopic(api, 'moving', 2);
    const input = { group: 'moving', topics: ['moving'], commit: 'ON_DELIVERY', maxUncommitted: 1_000_000 };
    const slow = await TestMember.join(api, { ...input, revocationTimeoutMs: 1_000 });
    members.push(slow);
    await slow.owns(2);
    slow.socket?.pause();
    const count = 20_000;
    for (let i = 0; i < count / 1_000; i++)
      await api.data(produce, { input: { topic: 'moving', records: records(2) } });
    // Its deadline passes while the slow socket is still full.
    const quick = await TestMember.join(api, input);
    members.push(quick);
    await quick.owns(1);
    slow.socket?.resume();
    const seen = () => [...slow.records, ...quick.records].map(({ partition, offset }) => `${partition}/${offset}`);
    await until('all records', async () => new Set(seen()).size === count);
    expect(seen()).toHaveLength(count);
  } finally {
    for (const member of members) await member.close();
    await api.remove();
  }
});

test('a commit is tried again for as long as the limits in force say', async () => {
  const away = new MillraceError('POSTGRES_UNAVAILABLE', 'Away.');
  const decorateEngine = (engine: Engine) =>
    overrideEngine(engine, {
      consumer: (input) => Object.assign(engine.consumer(input), { commit: () => Promise.reject(away) }),
    });
  const limits = { engine: { readerRetryMs: 100 }, api: {} };
  const api = await startTestApi({ decorateEngine, settings: { limits } });
  try {
    await api.ready;
    await createTopic(api, 'away');
    await produceNumbers(api, 'away', [0, 1]);
    const member = await TestMember.join(api, { group: 'away', topics: ['away'], commit: 'ON_DELIVERY' });
    expect(await member.ended()).toMatchObject([{ extensions: { code: 'POSTGRES_UNAVAILABLE' } }]);
    await member.close();
  } finally {
    await api.remove();
  }
});
