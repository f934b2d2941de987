import { type LogFields, type Logger, silentLogger } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import { expect, test } from 'vitest';
import { overrideEngine } from '../testing/override-engine.ts';
import { RawSocket } from '../testing/raw-socket.ts';
import { startTestApi } from '../testing/test-api.ts';

const tail = 'subscription { tail(topics: ["t"], from: { edge: EARLIEST }) { records { value } } }';

/** A logger that hands on what is warned of. */
function warnings(onWarning: (fields: LogFields) => void): Logger {
  const logger: Logger = { ...silentLogger, warn: (fields) => onWarning(fields), child: () => logger };
  return logger;
}

test('a client that stops reading is ended by name, with what it was sent bounded', async () => {
  let warned: (fields: LogFields) => void = () => {};
  const ended = new Promise<LogFields>((resolve) => {
    warned = (fields) => fields.outcome && resolve(fields);
  });
  const api = await startTestApi({
    logger: warnings((fields) => warned(fields)),
    limits: { keepAliveMs: 1_500, maxSocketBufferBytes: 256 * 1024 },
  });
  try {
    await api.ready;
    await api.data('mutation { createTopic(input: { name: "t" }) { topic { id } } }');
    const records = Array.from({ length: 1_000 }, () => ({ value: 'x'.repeat(1_000) }));
    const produce =
      'mutation ($r: [RecordInput!]!) { produce(input: { topic: "t", records: $r }) { batches { count } } }';
    for (let i = 0; i < 20; i++) await api.data(produce, { r: records });
    const socket = await new RawSocket(api.socketUrl).init();
    socket.subscribe('1', tail);
    await socket.next('next');
    socket.socket.pause();
    const { outcome, pendingBytes } = await ended;
    expect(outcome).toBe('SLOW_CONSUMER');
    // The bound, and the one payload that went over it.
    expect(pendingBytes).toBeLessThan(256 * 1024 + 1_200_000);
    socket.socket.resume();
    await socket.closed;
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    expect(metrics).toContain('millrace_sockets_ended_total{outcome="SLOW_CONSUMER"} 1');
    expect(metrics).toMatch(/^millrace_subscriptions 0$/m);
  } finally {
    await api.remove();
  }
});

test('a client that asks on and reads no answers is not listened to, with what it was sent bounded', async () => {
  let warned: (fields: LogFields) => void = () => {};
  let pendingBytes: unknown;
  const ended = new Promise<void>((resolve) => {
    warned = (fields) => {
      if (!fields.outcome) return;
      ({ pendingBytes } = fields);
      resolve();
    };
  });
  let pageRead: () => void = () => {};
  const decorateEngine = (engine: Engine) =>
    overrideEngine(engine, { page: (...args) => engine.page(...args).finally(() => pageRead()) });
  const api = await startTestApi({
    logger: warnings((fields) => warned(fields)),
    decorateEngine,
    limits: { keepAliveMs: 1_500, maxSocketBufferBytes: 256 * 1024 },
  });
  try {
    await api.ready;
    await api.data('mutation { createTopic(input: { name: "t" }) { topic { id } } }');
    const produce =
      'mutation ($r: [RecordInput!]!) { produce(input: { topic: "t", records: $r }) { batches { count } } }';
    await api.data(produce, { r: Array.from({ length: 1_000 }, () => ({ value: 'x'.repeat(1_000) })) });
    const socket = await new RawSocket(api.socketUrl).init();
    socket.socket.pause();
    for (let asked = 0; pendingBytes === undefined; asked++) {
      const answered = new Promise<void>((resolve) => {
        pageRead = resolve;
      });
      socket.subscribe(String(asked), '{ records(topic: "t", limit: 1000) { records { value } } }');
      await Promise.race([answered, ended]);
    }
    // What waits before answers do, those that may wait, and the ones that were under way.
    expect(pendingBytes).toBeLessThan(2 * 256 * 1024 + 3 * 1_100_000);
    socket.socket.terminate();
  } finally {
    await api.remove();
  }
});
