import { until } from '@millrace/engine/testing';
import { countRecords, createStreams, groupByKey, toTable } from '@millrace/streams-rx';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../../testing/test-api.ts';
import { TestTables } from '../../testing/test-tables.ts';
import { createTopic } from '../../testing/test-topics.ts';

const tables = new TestTables();

describe('resetStreamsApplication', () => {
  const reset = `mutation ($input: ResetStreamsApplicationInput!) { resetStreamsApplication(input: $input) {
    application dryRun offsetTopics stores deletedTopics aliveInstances } }`;

  test('clears offsets, state and internal topics of an application that stands still, and of no other', async () => {
    await createTopic(tables.api, 'lines', 2);
    const start = async (applicationId: string) => {
      const app = createStreams({ applicationId, engine: tables.node.engine });
      app.stream<string, { line: string }>('lines').pipe(
        groupByKey(({ value }) => value.line, { name: 'lines' }),
        countRecords(),
        toTable('lines'),
      );
      await app.start();
      return app;
    };
    const append = () =>
      tables.node.engine.append({ topic: 'lines', records: [{ key: null, value: Buffer.from('{"line":"x"}') }] });
    const [app, neighbour] = [await start('again'), await start('again-and')];
    await append();
    await append();
    await tables.has('again', 'lines', { x: 2 });
    await tables.has('again-and', 'lines', { x: 2 });

    const input = { application: 'again' };
    const refused = await tables.api.execute(reset, { input });
    expect(codeOf(refused)).toBe('APPLICATION_RUNNING');
    expect(refused.errors?.[0]?.message).toMatch(/An instance of "again" is alive: stop/);
    const told = {
      application: 'again',
      dryRun: true,
      offsetTopics: ['again-lines-repartition', 'lines'],
      stores: ['lines'],
      deletedTopics: ['again-lines-repartition'],
      aliveInstances: 1,
    };
    expect(await tables.api.data(reset, { input: { ...input, dryRun: true } })).toEqual({
      resetStreamsApplication: told,
    });
    await app.stop();
    await until(
      'the group to be empty',
      async () => (await tables.node.engine.groups.describe('again'))?.memberCount === 0,
    );
    expect(await tables.api.data(reset, { input })).toEqual({
      resetStreamsApplication: { ...told, dryRun: false, aliveInstances: 0 },
    });
    expect(
      await tables.api.data(
        '{ streamsApplication(id: "again") { id } consumerGroup(id: "again") { id } topic(name: "again-lines-repartition") { id } }',
      ),
    ).toEqual({
      streamsApplication: null,
      consumerGroup: null,
      topic: null,
    });
    await append();
    await tables.has('again-and', 'lines', { x: 3 });
    const anew = await start('again');
    await tables.has('again', 'lines', { x: 3 });
    await anew.stop();
    await neighbour.stop();
  });
});
