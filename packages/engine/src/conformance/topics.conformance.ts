import { describe, expect, it } from 'vitest';
import { record, take, valuesOf } from '../testing/records.ts';
import { until } from '../testing/wait.ts';
import { refusal, type Subject } from './log-store.ts';

export function topicsConformance(subject: Subject): void {
  const topics = () => subject.engine.topics;

  describe('topics', () => {
    it('are created, with defaults, and described', async () => {
      const created = await topics().create({ name: 'Plain.topic_1' });
      expect(created).toMatchObject({ name: 'Plain.topic_1', internal: false, partitionCount: 1, configured: [] });
      expect(created.config).toMatchObject({ compressionType: 'NONE', messageTimestampType: 'CREATE_TIME' });
      expect(Math.abs(created.createdAt.getTime() - Date.now())).toBeLessThan(60_000);
      expect(await topics().describe('Plain.topic_1')).toEqual(created);
      expect(await topics().describe('plain.topic_1')).toBeNull();
    });

    it('keep what was set apart from defaults', async () => {
      const config = { keyFormat: 'BYTES', segmentBytes: 2 ** 21 } as const;
      const created = await topics().create({ name: 'configured', partitionCount: 7, internal: true, config });
      expect(created).toMatchObject({ internal: true, partitionCount: 7, config });
      expect([...created.configured].sort()).toEqual(['keyFormat', 'segmentBytes']);
    });

    it('have one of a name', async () => {
      const name = await subject.topic();
      await expect(topics().create({ name })).rejects.toEqual(
        refusal('TOPIC_ALREADY_EXISTS', new RegExp(`"${name}" already: use it`)),
      );
    });

    it('of which two nodes make one at once, are made once', async () => {
      const other = await subject.store.node();
      const made = await Promise.allSettled([topics(), other.topics].map((admin) => admin.create({ name: 'raced' })));
      expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(made.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { code: 'TOPIC_ALREADY_EXISTS' },
      });
      await other.close();
    });

    it.each(['', '.', '..', 'a b', "it's", 'x'.repeat(250)])('refuse the name "%s"', async (name) => {
      await expect(topics().create({ name })).rejects.toEqual(refusal('INVALID_TOPIC_NAME'));
    });

    it.each([0, -1, 1.5, Number.NaN, 1_001])('refuse %s partitions', async (partitionCount) => {
      const refused = refusal('INVALID_PARTITIONS', /1 to 1000/);
      await expect(topics().create({ name: 'wide', partitionCount })).rejects.toEqual(refused);
      expect(await topics().describe('wide')).toBeNull();
    });

    it('refuse a configuration out of bounds, by name', async () => {
      const refused = refusal('INVALID_CONFIG', /segmentMs .* 1000 to .* ms/);
      await expect(topics().create({ name: 'wrong', config: { segmentMs: 1 } })).rejects.toEqual(refused);
      expect(await topics().describe('wrong')).toBeNull();
    });

    it('take the longest legal name', async () => {
      const name = 'N'.repeat(249);
      await topics().create({ name });
      await subject.engine.append({ topic: name, records: [record(null, 'v')] });
      expect(valuesOf(await subject.engine.fetch({ topic: name, partition: 0, offset: 0 }))).toEqual(['v']);
      await topics().delete(name);
      expect(await topics().describe(name)).toBeNull();
    });

    it.each(['nowhere', 'no\u0000where', '', 'é'])('that are not there are named in the error: "%s"', async (name) => {
      const refused = refusal('TOPIC_NOT_FOUND', new RegExp(`"${name}"`));
      const { engine } = subject;
      expect(await topics().describe(name)).toBeNull();
      await expect(topics().update({ name })).rejects.toEqual(refused);
      await expect(topics().delete(name)).rejects.toEqual(refused);
      await expect(topics().bounds(name)).rejects.toEqual(refused);
      await expect(topics().sizeBytes(name)).rejects.toEqual(refused);
      await expect(topics().deleteRecords({ topic: name, partitions: [] })).rejects.toEqual(refused);
      await expect(engine.append({ topic: name, records: [record('k', 'v')] })).rejects.toEqual(refused);
      await expect(engine.fetch({ topic: name, partition: 0, offset: 0 })).rejects.toEqual(refused);
      await expect(engine.page({ topic: name, limit: 1 })).rejects.toEqual(refused);
      await expect(engine.read({ topics: [name] }).next()).rejects.toEqual(refused);
    });
  });

  describe('changing a topic', () => {
    it('changes only what is named; null goes back to the default', async () => {
      const name = await subject.topic(1, { keyFormat: 'BYTES', segmentMs: 5_000 });
      const changed = await topics().update({ name, config: { keyFormat: null, maxMessageBytes: 10 } });
      expect(changed.config).toMatchObject({ keyFormat: 'STRING', segmentMs: 5_000, maxMessageBytes: 10 });
      expect([...changed.configured].sort()).toEqual(['maxMessageBytes', 'segmentMs']);
      expect(await topics().describe(name)).toEqual(changed);
    });

    it('adds partitions and never takes any away', async () => {
      const name = await subject.topic(2);
      await subject.engine.append({ topic: name, records: [record(null, 'before', { partition: 1 })] });
      expect(await topics().update({ name, partitionCount: 4 })).toMatchObject({ partitionCount: 4 });
      const { batches } = await subject.engine.append({
        topic: name,
        records: [record(null, 'new', { partition: 3 })],
      });
      expect(batches).toMatchObject([{ partition: 3, baseOffset: 0, count: 1 }]);
      expect((await topics().bounds(name)).map(({ endOffset }) => endOffset)).toEqual([0, 1, 0, 1]);
      for (const partitionCount of [4, 3, 0, 1_001]) {
        await expect(topics().update({ name, partitionCount })).rejects.toEqual(refusal('INVALID_PARTITIONS'));
      }
      expect(await topics().describe(name)).toMatchObject({ partitionCount: 4 });
    });

    it('that is refused changes nothing, not in part either', async () => {
      const name = await subject.topic(2);
      const before = await topics().describe(name);
      const refused = topics().update({ name, partitionCount: 3, config: { segmentMs: 0 } });
      await expect(refused).rejects.toEqual(refusal('INVALID_CONFIG'));
      await expect(topics().update({ name, partitionCount: 1, config: { segmentMs: 5_000 } })).rejects.toEqual(
        refusal('INVALID_PARTITIONS'),
      );
      expect(await topics().describe(name)).toEqual(before);
    });

    it('is heard of by other nodes', async () => {
      const other = await subject.store.node();
      const name = await subject.topic();
      expect(await other.topics.describe(name)).toMatchObject({ partitionCount: 1 });
      await topics().update({ name, partitionCount: 3 });
      await until('the other node to know', async () => (await other.topics.describe(name))?.partitionCount === 3);
      await topics().delete(name);
      await until('the other node to know', async () => (await other.topics.describe(name)) === null);
      await other.close();
    });
  });

  describe('listing topics', () => {
    it('goes by name, a page at a time, without internal ones', async () => {
      const names = ['list-b', 'list-a', 'list-c'];
      for (const name of names) await topics().create({ name });
      await topics().create({ name: 'list-internal', internal: true });
      const first = await topics().list({ search: 'LIST-', first: 2 });
      expect(first.topics.map(({ name }) => name)).toEqual(['list-a', 'list-b']);
      expect(first).toMatchObject({ totalCount: 3, hasNextPage: true });
      const second = await topics().list({ search: 'list-', first: 2, after: 'list-b' });
      expect(second.topics.map(({ name }) => name)).toEqual(['list-c']);
      expect(second).toMatchObject({ totalCount: 3, hasNextPage: false });
      const all = await topics().list({ search: 'list-', internal: true, first: 10 });
      expect(all.topics.map(({ name }) => name)).toEqual(['list-a', 'list-b', 'list-c', 'list-internal']);
      expect(all.topics[0]).toEqual(await topics().describe('list-a'));
    });

    it.each(['search', 'after'])('refuses U+0000 in `%s`, which no name holds', async (field) => {
      await expect(topics().list({ first: 5, [field]: 'a\u0000b' })).rejects.toEqual(
        refusal('INVALID_INPUT', /U\+0000/),
      );
    });

    it('finds what is asked for, to the letter', async () => {
      await topics().create({ name: 'like_1' });
      await topics().create({ name: 'likeX1' });
      expect((await topics().list({ search: 'like_', first: 5 })).topics.map(({ name }) => name)).toEqual(['like_1']);
      expect(await topics().list({ search: '%', first: 5 })).toMatchObject({ totalCount: 0, topics: [] });
    });
  });

  describe('deleting a topic', () => {
    it('ends its readers by TOPIC_NOT_FOUND, on every node', async () => {
      const other = await subject.store.node();
      const name = await subject.topic(2);
      await subject.engine.append({ topic: name, records: [record(null, 'v', { partition: 0 })] });
      const readers = [subject.engine, other].map((engine) =>
        engine.read({ topics: [name], from: { edge: 'EARLIEST' } }),
      );
      for (const reader of readers) expect(valuesOf(await take(reader, 1))).toEqual(['v']);
      const waiting = readers.map((reader) => expect(reader.next()).rejects.toEqual(refusal('TOPIC_NOT_FOUND')));
      expect(await topics().delete(name)).toMatchObject({ name });
      await Promise.all(waiting);
      for (const reader of readers) expect(await reader.next()).toEqual({ done: true, value: undefined });
      await other.close();
    });

    it('leaves nothing to one of the same name', async () => {
      const name = await subject.topic(3, { maxMessageBytes: 5_000 });
      await subject.engine.append({ topic: name, records: [record(null, 'old', { partition: 0 })] });
      await topics().delete(name);
      const again = await topics().create({ name });
      expect(again).toMatchObject({ partitionCount: 1, configured: [] });
      expect(await topics().bounds(name)).toMatchObject([{ partition: 0, logStartOffset: 0, endOffset: 0 }]);
      expect((await subject.engine.fetch({ topic: name, partition: 0, offset: 0 })).count).toBe(0);
      const { batches } = await subject.engine.append({ topic: name, records: [record(null, 'new')] });
      expect(batches).toMatchObject([{ baseOffset: 0 }]);
      const reader = subject.engine.read({ topics: [name], from: { edge: 'EARLIEST' } });
      expect(valuesOf(await take(reader, 1))).toEqual(['new']);
      await reader.return?.();
    });

    it('refuses calls that come behind it', async () => {
      const name = await subject.topic();
      await topics().delete(name);
      const call = subject.engine.append({ topic: name, records: [record(null, 'late')] });
      await expect(call).rejects.toEqual(refusal('TOPIC_NOT_FOUND'));
      await expect(subject.engine.page({ topic: name, limit: 1 })).rejects.toEqual(refusal('TOPIC_NOT_FOUND'));
    });

    it('L10: while it is written to settles every call, by an offset or by TOPIC_NOT_FOUND', async () => {
      const name = await subject.topic();
      const calls = Array.from({ length: 200 }, async (_, i) => {
        for (let turn = 0; turn < i % 20; turn++) await new Promise(setImmediate);
        return subject.engine.append({ topic: name, records: [record(null, String(i))] });
      });
      const settled = Promise.allSettled(calls);
      await calls[0];
      await topics().delete(name);
      for (const result of await settled) {
        if (result.status === 'rejected') expect(result.reason).toEqual(refusal('TOPIC_NOT_FOUND'));
      }
    });
  });

  describe('the size of a topic', () => {
    it('is what its records take on disk', async () => {
      const name = await subject.topic();
      const before = await topics().sizeBytes(name);
      const value = Buffer.alloc(100_000, 'x');
      await subject.engine.append({ topic: name, records: [{ key: null, value }] });
      expect((await topics().sizeBytes(name)) - before).toBeGreaterThan(100_000);
    });
  });
}
