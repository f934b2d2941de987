import type { Engine } from '@millrace/engine';
import { until } from '@millrace/engine/testing';
import { TestInstance, testError, testSnapshot, testTopology } from '@millrace/streams-rx/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RawSocket } from '../../testing/raw-socket.ts';
import { codeOf, startTestApi, type TestApi } from '../../testing/test-api.ts';
import { TestMember } from '../../testing/test-member.ts';
import { openTestNode, type TestNode } from '../../testing/test-node.ts';
import { createTopic, produceNumbers } from '../../testing/test-topics.ts';

let api: TestApi;
let node: TestNode;
let engine: Engine;
beforeAll(async () => {
  api = await startTestApi();
  await api.ready;
  node = await openTestNode(api);
  engine = node.engine;
});
afterAll(async () => {
  await node?.close();
  await api?.remove();
});

const task = (partition: number, parts: object = {}) => ({
  subTopology: '0',
  partition,
  state: 'RUNNING' as const,
  streamTime: Date.UTC(2026, 0, 1),
  bufferedRecords: 3,
  recordsPerSecond: 2.5,
  epochMs: 12,
  ...parts,
});
const totals = { ...testSnapshot().totals, recordsIn: 10, recordsOut: 5, lateRecords: 1 };
const time = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

describe('an application', () => {
  test('is described with its instances, tasks, topology, rates and lag', async () => {
    await createTopic(api, 'in', 3);
    await produceNumbers(api, 'in', [0, 30], 3);
    const member = await TestMember.join(api, { group: 'counting', topics: ['in'] });
    await member.received(30);
    await member.commit([0, 4, 0].map((nextOffset, partition) => ({ topic: 'in', partition, nextOffset })));
    await member.close();
    const rates = { 'source-0000': 4, 'countRecords-0001': 4, 'to-0002': 1.5 };
    const first = await new TestInstance(engine, 'counting', { tasks: [task(0)], rates, totals }).start();
    const second = await new TestInstance(engine, 'counting', {
      tasks: [task(1, { state: 'RETRYING', streamTime: null })],
      rates,
      totals,
    }).start();
    const { streamsApplication: found } = await api.data<{
      streamsApplication: object;
    }>(`{ streamsApplication(id: "counting") {
      id state topologyDiffers recordsInPerSecond recordsOutPerSecond lag lagMs totals { recordsIn lateRecords epochs }
      instances { id nodeId state hostname processId version startedAt heartbeatAt alive error { code } topologyHash
                  tasks { id } totals { recordsOut } }
      tasks { id subTopology partition state instance { id } streamTime bufferedRecords recordsPerSecond epochMs lag }
      topology { hash nodes { id kind operator subTopology topic stores recordsPerSecond } edges { from to }
                 subTopologies { id sourceTopics sinkTopics } }
    } }`);
    const { nodes, edges, subTopologies } = testTopology();
    const instance = (made: TestInstance, taskIds: string[]) => ({
      id: made.id,
      nodeId: engine.nodeId,
      state: 'RUNNING',
      hostname: expect.any(String),
      processId: process.pid,
      version: '1.2.3',
      startedAt: time,
      heartbeatAt: time,
      alive: true,
      error: null,
      topologyHash: expect.any(String),
      tasks: taskIds.map((id) => ({ id })),
      totals: { recordsOut: 5 },
    });
    const ran = { subTopology: '0', bufferedRecords: 3, recordsPerSecond: 2.5, epochMs: 12 };
    expect(found).toEqual({
      id: 'counting',
      state: 'RUNNING',
      topologyDiffers: false,
      recordsInPerSecond: 8,
      recordsOutPerSecond: 3,
      lag: 26,
      lagMs: expect.any(Number),
      totals: { recordsIn: 20, lateRecords: 2, epochs: 0 },
      instances: [instance(second, ['0/1']), instance(first, ['0/0'])],
      tasks: [
        {
          ...ran,
          id: '0/0',
          partition: 0,
          state: 'RUNNING',
          instance: { id: first.id },
          streamTime: '2026-01-01T00:00:00.000Z',
          lag: 10,
        },
        { ...ran, id: '0/1', partition: 1, state: 'RETRYING', instance: { id: second.id }, streamTime: null, lag: 6 },
        {
          id: '0/2',
          subTopology: '0',
          partition: 2,
          state: 'UNASSIGNED',
          instance: null,
          streamTime: null,
          bufferedRecords: 0,
          recordsPerSecond: 0,
          epochMs: 0,
          lag: 10,
        },
      ],
      topology: {
        hash: expect.stringMatching(/^[0-9a-f]{32}$/),
        nodes: nodes.map((described, i) => ({ ...described, recordsPerSecond: [8, 8, 3][i] })),
        edges,
        subTopologies,
      },
    });
    await first.registry.close();
    await second.registry.close();
    expect(await api.data('{ streamsApplication(id: "counting") { state tasks { state instance { id } } } }')).toEqual({
      streamsApplication: { state: 'STOPPED', tasks: Array(3).fill({ state: 'UNASSIGNED', instance: null }) },
    });
  });

  test('tells of its errors, the newest first, in pages', async () => {
    const instance = await new TestInstance(engine, 'erring').start();
    const two = {
      message: 'two',
      code: 'INVALID_RECORD',
      stack: 'at f',
      kind: 'DECODE',
      outcome: 'DEAD_LETTERED',
    } as const;
    instance.registry.report(testError({ message: 'one' }));
    instance.registry.report(testError(two));
    instance.registry.report(testError({ message: 'three' }));
    await instance.registry.close();
    const query = `query ($after: String) { streamsApplication(id: "erring") { errors(first: 2, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { id kind outcome task topic partition offset code message stack occurredAt instanceId instance { id state } }
    } } }`;
    type Page = { streamsApplication: { errors: { nodes: object[]; pageInfo: { endCursor: string } } } };
    const { streamsApplication: page } = await api.data<Page>(query);
    const error = {
      id: expect.any(String),
      occurredAt: time,
      instanceId: instance.id,
      instance: { id: instance.id, state: 'STOPPED' },
    };
    expect(page.errors).toEqual({
      totalCount: 3,
      pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
      nodes: [
        { ...testError({ message: 'three' }), ...error },
        { ...testError(two), ...error },
      ],
    });
    expect(await api.data(query, { after: page.errors.pageInfo.endCursor })).toMatchObject({
      streamsApplication: { errors: { nodes: [{ message: 'one' }], pageInfo: { hasNextPage: false } } },
    });
  });

  test('has failed when all that live have; two versions at once are told', async () => {
    const error = { code: 'PROCESSING_FAILED', message: 'It broke.' };
    const failed = await new TestInstance(engine, 'failing', { state: 'FAILED', error }).start();
    const query =
      '{ streamsApplication(id: "failing") { state topologyDiffers instances { state error { code message } } } }';
    expect(await api.data(query)).toEqual({
      streamsApplication: { state: 'FAILED', topologyDiffers: false, instances: [{ state: 'FAILED', error }] },
    });
    const topology = testTopology([{ name: 'another' }]);
    const starting = await new TestInstance(engine, 'failing', { state: 'STARTING', topology }).start();
    expect(await api.data(query)).toMatchObject({ streamsApplication: { state: 'STARTING', topologyDiffers: true } });
    await starting.registry.close();
    await failed.registry.close();
    expect(await api.data(query)).toMatchObject({ streamsApplication: { state: 'STOPPED', topologyDiffers: false } });
  });

  test('is null when there is none of that name', async () => {
    expect(
      await api.data('{ a: streamsApplication(id: "none") { id } b: streamsApplication(id: "\\u0000") { id } }'),
    ).toEqual({
      a: null,
      b: null,
    });
  });
});

test('applications come in pages, and are found by a part of their name', async () => {
  for (const id of ['list-a', 'list-b', 'list_c']) {
    await (await new TestInstance(engine, id).start()).registry.close();
  }
  const query = `query ($search: String, $after: String) { streamsApplications(search: $search, first: 2, after: $after) {
    totalCount nodes { id state lag tasks { id } instances { alive } } pageInfo { hasNextPage endCursor } } }`;
  const stopped = (id: string) => ({ id, state: 'STOPPED', lag: 0, tasks: [], instances: [{ alive: false }] });
  expect(await api.data(query, { search: 'LIST' })).toEqual({
    streamsApplications: {
      totalCount: 3,
      nodes: [stopped('list-a'), stopped('list-b')],
      pageInfo: { hasNextPage: true, endCursor: 'list-b' },
    },
  });
  expect(await api.data(query, { search: 'list', after: 'list-b' })).toMatchObject({
    streamsApplications: { nodes: [stopped('list_c')], pageInfo: { hasNextPage: false, endCursor: 'list_c' } },
  });
  expect(await api.data(query, { search: 't_' })).toMatchObject({ streamsApplications: { totalCount: 1 } });
});

describe('streamsApplicationChanged', () => {
  const changed = `subscription ($id: ID!) { streamsApplicationChanged(id: $id) {
    state lag instances { totals { recordsIn } } } }`;

  test('shows an application at once and whenever it has changed', async () => {
    const instance = await new TestInstance(engine, 'watched', { state: 'STARTING' }).start();
    const socket = await new RawSocket(api.socketUrl).init();
    socket.subscribe('w', changed, { id: 'watched' });
    const next = async () => (await socket.next('next')).payload as { data: { streamsApplicationChanged: object } };
    const shown = async () => (await next()).data.streamsApplicationChanged;
    expect(await shown()).toEqual({ state: 'STARTING', lag: 0, instances: [{ totals: { recordsIn: 0 } }] });
    instance.snapshot = testSnapshot({ totals });
    instance.registry.announce();
    instance.clock.advance(0);
    expect(await shown()).toEqual({ state: 'RUNNING', lag: 0, instances: [{ totals: { recordsIn: 10 } }] });
    await instance.registry.close();
    expect(await shown()).toMatchObject({ state: 'STOPPED' });
    await createTopic(api, 'watched-in');
    await produceNumbers(api, 'watched-in', [0, 4]);
    await engine.groups.resetOffsets({ group: 'watched', topic: 'watched-in', to: { edge: 'EARLIEST' } });
    expect(await shown()).toMatchObject({ lag: 4 });
    socket.socket.close();
  });

  test('ends at once for an application that there is not', async () => {
    const socket = await new RawSocket(api.socketUrl).init();
    socket.subscribe('w', changed, { id: 'nobody' });
    expect(await socket.next('error')).toMatchObject({
      payload: [{ message: expect.stringContaining('"nobody"'), extensions: { code: 'APPLICATION_NOT_FOUND' } }],
    });
    socket.socket.close();
  });
});

describe('bad input', () => {
  const cases: [string, string, string, RegExp][] = [
    ['a page of none', '{ streamsApplications(first: 0) { totalCount } }', 'INVALID_INPUT', /1 to 200, not 0/],
    ['a negative page', '{ streamsApplications(first: -1) { totalCount } }', 'INVALID_INPUT', /1 to 200, not -1/],
    ['a page of too many', '{ streamsApplications(first: 201) { totalCount } }', 'INVALID_INPUT', /1 to 200/],
    [
      'a search for what no name has',
      '{ streamsApplications(search: "\\u0000") { totalCount } }',
      'INVALID_INPUT',
      /U\+0000/,
    ],
    [
      'a page of no errors',
      '{ streamsApplication(id: "erring") { errors(first: 0) { totalCount } } }',
      'INVALID_INPUT',
      /1 to 200/,
    ],
    [
      'no cursor',
      '{ streamsApplication(id: "erring") { errors(after: "x") { totalCount } } }',
      'INVALID_POSITION',
      /endCursor/,
    ],
    [
      'a cursor that is too large',
      '{ streamsApplication(id: "erring") { errors(after: "9999999999999999") { totalCount } } }',
      'INVALID_POSITION',
      /endCursor/,
    ],
  ];
  test.each(cases)('%s', async (_, query, code, says) => {
    const result = await api.execute(query);
    expect(codeOf(result)).toBe(code);
    expect(result.errors?.[0]?.message).toMatch(says);
  });
});

test('the lag of an application’s tasks follows its group', async () => {
  await createTopic(api, 'moving', 1);
  const topology = { ...testTopology(), subTopologies: [{ id: '0', sourceTopics: ['moving'], sinkTopics: [] }] };
  const instance = await new TestInstance(engine, 'moving', { topology, tasks: [task(0)] }).start();
  const lag = async () =>
    (
      await api.data<{ streamsApplication: { tasks: { lag: number }[] } }>(
        '{ streamsApplication(id: "moving") { tasks { lag } } }',
      )
    ).streamsApplication.tasks[0]?.lag;
  expect(await lag()).toBe(0);
  await produceNumbers(api, 'moving', [0, 5]);
  await engine.groups.resetOffsets({ group: 'moving', topic: 'moving', to: { offset: 2 } });
  await until('the lag', async () => (await lag()) === 3);
  await instance.registry.close();
});
