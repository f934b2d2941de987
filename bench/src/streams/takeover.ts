import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Engine } from '@millrace/engine';
import { createStreams } from '@millrace/streams-rx';
import type { BenchContext } from '../case.ts';
import { Random } from '../data/random.ts';
import { type Result, resultOf } from '../measure/result.ts';
import { formatMs } from '../report/numbers.ts';
import { withEngine, withTopics } from '../servers/engine.ts';
import { largeState } from './large-state.ts';

const valueBytes = 10_000;
const small = 1_000_000;
const large = 1_000_000_000;
const recordsPerCall = 500;
/** The engine's default. */
const sessionTimeoutMs = 10_000;
const maxRatio = 1.2;

/** Values that compression finds nothing in. */
function* values(random: Random, bytes: number) {
  for (let done = 0, i = 0; done < bytes; done += valueBytes, i++) {
    yield { key: Buffer.from(`key-${i}`), value: Buffer.from(random.text(valueBytes)) };
  }
}

async function fillState(engine: Engine, topic: string, bytes: number): Promise<number> {
  let batch: { key: Buffer; value: Buffer }[] = [];
  let count = 0;
  for (const record of values(new Random(1), bytes)) {
    batch.push(record);
    count += 1;
    if (batch.length < recordsPerCall) continue;
    await engine.append({ topic, records: batch });
    batch = [];
  }
  if (batch.length > 0) await engine.append({ topic, records: batch });
  return count;
}

/** Waits until so many records are in a topic of one partition. */
async function reached(engine: Engine, topic: string, count: number): Promise<void> {
  for await (const batch of engine.read({ topics: [topic], from: { edge: 'EARLIEST' }, maxRecords: 5_000 })) {
    if (batch.nextOffset >= count) return;
  }
}

/** From the kill of the only instance that works to the first result of the one that stands by, ms. */
async function takeOver(context: BenchContext, engine: Engine, bytes: number): Promise<number> {
  return withTopics(engine, { count: 2, partitionCount: 1, config: { valueFormat: 'BYTES' } }, async (names) => {
    const [input, output] = names as [string, string];
    const applicationId = `${input}-takeover`;
    const program = fileURLToPath(new URL('../servers/processor.js', import.meta.url));
    const child: ChildProcess = fork(program, [context.postgres.url, applicationId, input, output], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    try {
      await once(child, 'message');
      const count = await fillState(engine, input, bytes);
      context.progress(`a state of ${bytes / 1e6} MB is being made`);
      await reached(engine, output, count);
      const standby = createStreams({ applicationId, engine });
      largeState(standby, input, output);
      await standby.start();
      try {
        const killedAt = performance.now();
        child.kill('SIGKILL');
        await engine.append({ topic: input, records: [{ key: Buffer.from('key-1'), value: Buffer.from('x') }] });
        await reached(engine, output, count + 1);
        return performance.now() - killedAt;
      } finally {
        await standby.stop();
      }
    } finally {
      child.kill('SIGKILL');
    }
  });
}

export async function measureTakeover(context: BenchContext): Promise<readonly Result[]> {
  return withEngine(context.postgres, async (engine) => {
    const smallMs = await takeOver(context, engine, small);
    const largeMs = await takeOver(context, engine, large);
    const line = (name: string, ms: number): Result => ({
      ...resultOf(name, [{ records: 0, seconds: 1, p50Ms: ms, p99Ms: ms }]),
      recordsPerSecond: null,
    });
    return [
      {
        ...line('a killed instance, 1 MB of state', smallMs),
        goals: [
          {
            text: `≤ session timeout of 10 s + 1 s: ${formatMs(smallMs)} ms`,
            reached: smallMs <= sessionTimeoutMs + 1_000,
          },
        ],
      },
      {
        ...line('a killed instance, 1 GB of state', largeMs),
        goals: [
          {
            text: `≤ ${maxRatio} × of 1 MB: ${(largeMs / smallMs).toFixed(2)}`,
            reached: largeMs <= smallMs * maxRatio,
          },
        ],
      },
    ];
  });
}
