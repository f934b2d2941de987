import { describe, expect, it } from 'vitest';
import { record, valuesOf } from '../testing/records.ts';
import { within } from '../testing/wait.ts';
import { refusal, type Subject } from './log-store.ts';

export function closeConformance(subject: Subject): void {
  describe('closing', () => {
    it('finishes the calls that were taken and refuses those that come', async () => {
      const node = await subject.store.node();
      const topic = await subject.topic();
      await node.append({ topic, records: [record(null, '0')] });
      const taken = Array.from({ length: 50 }, (_, i) =>
        node.append({ topic, records: [record(null, String(i + 1))] }),
      );
      const closed = node.close();
      const late = node.append({ topic, records: [record(null, 'late')] });
      await expect(late).rejects.toEqual(refusal('SHUTTING_DOWN'));
      await expect(late).rejects.toMatchObject({ retriable: true });
      // A call whose topic was still being looked up may be refused; what was taken is appended, and nothing else.
      const results = await Promise.allSettled(taken);
      const appended = results.flatMap((result, i) => (result.status === 'fulfilled' ? [String(i + 1)] : []));
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toEqual(refusal('SHUTTING_DOWN'));
      }
      await within(closed, 'the node to close');
      const batch = await subject.engine.fetch({ topic, partition: 0, offset: 0 });
      expect(valuesOf(batch)).toEqual(['0', ...appended]);
    });

    it('ends readers with SHUTTING_DOWN, waiting ones at once', async () => {
      const node = await subject.store.node();
      const topic = await subject.topic();
      await node.append({ topic, records: [record(null, '0')] });
      const waiting = node.read({ topics: [topic], from: { edge: 'EARLIEST' } });
      await waiting.next();
      const idle = node.read({ topics: [topic], from: { edge: 'EARLIEST' } });
      await idle.next();
      const next = expect(waiting.next()).rejects.toEqual(refusal('SHUTTING_DOWN'));
      await within(node.close(), 'the node to close');
      await next;
      await expect(idle.next()).rejects.toEqual(refusal('SHUTTING_DOWN'));
      await expect(node.read({ topics: [topic] }).next()).rejects.toEqual(refusal('SHUTTING_DOWN'));
    });

    it('ends a reader that is just being opened', async () => {
      const topic = await subject.topic();
      for (let turns = 0; turns < 12; turns++) {
        const node = await subject.store.node();
        const first = node.read({ topics: [topic] }).next();
        const ended = expect(within(first, 'the reader to end')).rejects.toEqual(refusal('SHUTTING_DOWN'));
        for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
        await node.close();
        await ended;
      }
    });

    it('twice is once', async () => {
      const node = await subject.store.node();
      await Promise.all([node.close(), node.close()]);
    });

    it('takes the node off the list', async () => {
      const node = await subject.store.node();
      const ids = async () => (await subject.engine.nodes()).map(({ id }) => id);
      expect(await ids()).toContain(node.nodeId);
      expect((await subject.engine.nodes()).find(({ id }) => id === node.nodeId)).toMatchObject({
        alive: true,
        processId: process.pid,
      });
      await node.close();
      expect(await ids()).not.toContain(node.nodeId);
      await subject.engine.ping();
    });
  });
}
