import { expect, onTestFinished, test } from 'vitest';
import { startTestApi } from '../testing/test-api.ts';
import { parseLimits } from './limit-settings.ts';

test('limits of the environment are those of the engine and of the API', async () => {
  const limits = parseLimits('{"maxPartitionsPerTopic": 2, "maxBodyBytes": 1000}');
  const api = await startTestApi({ settings: { limits } });
  onTestFinished(() => api.remove());
  await api.ready;
  const create = (partitionCount: number, more = '') =>
    api.execute(
      `mutation { createTopic(input: { name: "t", partitionCount: ${partitionCount} }) { topic { name } } } ${more}`,
    );
  expect((await create(3)).errors?.[0]).toMatchObject({
    message: expect.stringContaining('2'),
    extensions: { code: 'INVALID_PARTITIONS' },
  });
  expect((await create(2)).errors).toBeUndefined();
  expect((await create(2, `#${'x'.repeat(1000)}`)).errors?.[0]).toMatchObject({
    message: expect.stringMatching(/larger than 1000 bytes \(maxBodyBytes\)\. .* MILLRACE_LIMITS\.$/),
    extensions: { code: 'LIMIT_EXCEEDED', details: { limit: 'maxBodyBytes', value: 1000 } },
  });
});
