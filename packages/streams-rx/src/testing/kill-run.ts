import {
  createTestEngine,
  type NodeProcess,
  random,
  record,
  type TestEngine,
  textOf,
  until,
  within,
} from '@millrace/engine/testing';
import { type EntryPage, type EntryPosition, StateReader } from '../state/reading/state-reader.ts';
import { type TableShape, tableKeyOf } from '../table/table-key.ts';
import { hasStarted, sessionTimeoutMs, startInstance } from './instance-process.ts';
import type { KillInput, killTopologies } from './kill-topologies.ts';

export interface KillRunOptions {
  readonly topology: keyof typeof killTopologies;
  readonly seed: number;
  /** Instances that are killed, frozen or stopped. */
  readonly kills: number;
  readonly partitionCount: number;
  /** Topics beside `in`. */
  readonly topics: readonly string[];
  /** Done before anything is started. */
  readonly prepare?: (log: TestEngine) => Promise<void>;
}

export interface KillRun {
  readonly log: TestEngine;
  /** All that was written into `in`, with its keys. */
  readonly input: readonly (KillInput & { readonly key: string })[];
  /** What was done to which instance, and when from the first record. */
  readonly done: readonly string[];
  /** The values of a topic by key, in the order of offsets. */
  read(topic: string): Promise<Map<string, string[]>>;
  /** The rows of a table in the end, as a program beside the application reads them, in the order of their keys; a window's key is `k1 at 1700000000000`. */
  table(store: string): Promise<[key: string, value: string][]>;
  remove(): Promise<void>;
}

const applicationId = 'killed';
const keys = 40;
const lines = 5;
const recordsPerCall = 25;
/** Time of the first record; each is a millisecond behind the one before. */
export const firstMs = 1_700_000_000_000;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Writes records while instances of an application are killed with -9, frozen beyond their sessions, stopped and started at random, and ends when all is
 * processed. No instance may have failed.
 */
export async function runWithKills(options: KillRunOptions): Promise<KillRun> {
  const { topology, kills, partitionCount } = options;
  // Two of them: how many records there are by then changes nothing of what is done to the instances.
  const chance = random(options.seed);
  const chanceOfInput = random(options.seed + 1);
  const log = await createTestEngine();
  for (const name of ['in', ...options.topics]) await log.engine.topics.create({ name, partitionCount });
  await options.prepare?.(log);
  const processes: NodeProcess[] = [];
  const alive = new Set<NodeProcess>();
  const done: string[] = [];
  const input: (KillInput & { key: string })[] = [];

  const start = () => {
    const instance = startInstance({ url: log.test.url, applicationId, topology });
    processes.push(instance);
    alive.add(instance);
    void instance.ended.then(() => alive.delete(instance));
    return instance;
  };
  const writing = new AbortController();
  const write = async () => {
    while (!writing.signal.aborted) {
      const made = Array.from({ length: recordsPerCall }, (_, i) => ({
        n: input.length + i,
        line: `line${Math.floor(chanceOfInput() * lines)}`,
        amount: Math.floor(chanceOfInput() * 100),
        key: `k${Math.floor(chanceOfInput() * keys)}`,
      }));
      const records = made.map(({ key, ...value }) =>
        record(key, JSON.stringify(value), { timestamp: firstMs + value.n }),
      );
      await log.engine.append({ topic: 'in', records });
      input.push(...made);
      await wait(30);
    }
  };
  const actions: { readonly [action: string]: (instance: NodeProcess) => Promise<void> } = {
    kill: async ({ child, ended }) => {
      child.kill('SIGKILL');
      await ended;
    },
    // Beyond its session: it wakes up with epochs that it still wants to commit.
    freeze: async ({ child }) => {
      child.kill('SIGSTOP');
      await wait(sessionTimeoutMs + 500 + chance() * 2_000);
      child.kill('SIGCONT');
    },
    stop: async ({ child, ended }) => {
      child.kill('SIGTERM');
      await within(ended, 'an instance to stop', 30_000);
    },
  };
  /** None is committed at all while all are frozen or dead. */
  const lag = async () => (await log.engine.groups.describe(applicationId))?.lag;
  const remove = async () => {
    writing.abort();
    for (const { child, ended } of processes) {
      child.kill('SIGCONT');
      child.kill('SIGKILL');
      await ended;
    }
    await log.remove();
  };
  try {
    await Promise.all([hasStarted(start()), hasStarted(start())]);
    const written = write();
    const startedAt = performance.now();
    for (let kill = 0; kill < kills; kill++) {
      await wait(chance() * 1_500);
      // One of each kind before any comes again.
      const names = Object.keys(actions);
      const action = names[kill < names.length ? kill : Math.floor(chance() * names.length)] as string;
      const instance = [...alive][Math.floor(chance() * alive.size)] as NodeProcess;
      done.push(`${action} ${processes.indexOf(instance)} at ${Math.round(performance.now() - startedAt)} ms`);
      await actions[action]?.(instance);
      if (alive.size < 2) await hasStarted(start());
    }
    writing.abort();
    await written;
    // Twice: what one task has done may be there for another by then.
    await until('all to be processed', async () => (await lag()) === 0 && (await lag()) === 0, 120_000);
    for (const { child } of alive) child.kill('SIGTERM');
    await within(Promise.all(processes.map(({ ended }) => ended)), 'all instances to end', 30_000);
    const failed = processes.flatMap(({ words }) => words.filter((word) => word.startsWith('failed')));
    if (failed.length > 0) throw new Error(`Instances have failed: ${failed.join(', ')}`);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    log,
    input,
    done,
    read: (topic) => readByKey(log, topic),
    table: (store) => readTable(log, store),
    remove,
  };
}

async function readByKey({ engine }: TestEngine, topic: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const { partition, endOffset } of await engine.topics.bounds(topic)) {
    for (let offset = 0; offset < endOffset; ) {
      const batch = await engine.fetch({ topic, partition, offset });
      for (const { key, value } of batch) {
        const name = textOf(key) ?? '';
        const values = found.get(name) ?? [];
        values.push(textOf(value) ?? 'null');
        found.set(name, values);
      }
      offset = batch.nextOffset;
    }
  }
  return found;
}

/** A key that two partitions have comes twice. */
async function readTable({ engine }: TestEngine, store: string): Promise<[key: string, value: string][]> {
  const reader = new StateReader({ engine, applicationId, store });
  const { kind } = await reader.describe();
  const shape: TableShape = kind === 'WINDOW' ? { kind, windowSizeMs: null } : { kind: 'KEY_VALUE' };
  const rows: [key: string, value: string][] = [];
  for (let after: EntryPosition | undefined; ; ) {
    const page: EntryPage = await reader.scan({ limit: 1_000, after });
    for (const entry of page.entries) {
      const { key, window } = tableKeyOf(shape, entry.key);
      rows.push([`${textOf(key)}${window ? ` at ${window.start}` : ''}`, `${textOf(entry.value)}`]);
    }
    if (!page.next) return rows.sort();
    after = page.next;
  }
}
