import { readSettings, startApi } from '@millrace/api';
import type { AppendInput, AppendResult, Engine } from '@millrace/engine';

// The API with the append left out: what everything around it costs. Its parent ends it by going away (IPC 'disconnect').

/** Answers as if the records had been appended to partition 0. */
function withoutAppend(engine: Engine): Engine {
  let end = 0;
  const append = ({ topic, records }: AppendInput): Promise<AppendResult> => {
    const baseOffset = end;
    const appendTime = Date.now();
    const count = records.length;
    end += count;
    return Promise.resolve({
      topic,
      batches: [{ partition: 0, baseOffset, count, appendTime }],
      duplicate: false,
      count,
      partition: () => 0,
      offset: (i) => baseOffset + i,
      timestamp: () => appendTime,
    });
  };
  return new Proxy(engine, {
    get(target, name) {
      if (name === 'append') return append;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const api = await startApi(readSettings(process.env), { decorateEngine: withoutAppend });
process.once('disconnect', () => void api.stop().then(() => process.exit()));
await api.ready;
process.send?.({ ready: true, url: api.url });
