import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { isMillraceError } from '@millrace/core';
import { openDatabase } from '@millrace/database';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import type { EngineLimits } from '../limits.ts';
import { moduleCall } from './module-call.ts';

/** What a member tells, in the order in which it happened. Told before the next thing is done: also what was told last holds. */
export type ConsumerReport =
  | { readonly kind: 'ASSIGNED'; readonly member: string; readonly partitions: readonly number[] }
  | {
      readonly kind: 'DELIVERED';
      readonly member: string;
      readonly generation: number;
      readonly partition: number;
      /** Offsets `from` up to `to`, exclusive. */
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'REFUSED'; readonly code: string }
  | { readonly kind: 'ENDED'; readonly code: string };

export interface ConsumerProcessOptions {
  readonly url: string;
  readonly group: string;
  readonly topic: string;
  readonly name: string;
  readonly members: number;
  readonly limits: Partial<EngineLimits>;
}

/** A node in a process of its own whose members consume and commit. */
export interface ConsumerProcess {
  readonly child: ChildProcess;
  readonly reports: ConsumerReport[];
  /** One member more, or one less. */
  tell(what: 'join' | 'leave'): void;
  /** Resolves once it has ended by itself or was killed, and all that it said was heard. */
  readonly ended: Promise<void>;
}

export function startConsumerProcess(options: ConsumerProcessOptions): ConsumerProcess {
  const child = spawn(process.execPath, moduleCall(import.meta.url, 'runConsumerProcess', options), {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // Told to a process that was killed just now: nobody hears it.
  child.stdin.on('error', () => {});
  const reports: ConsumerReport[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => reports.push(JSON.parse(line) as ConsumerReport));
  return {
    child,
    reports,
    tell: (what) => child.stdin.write(`${what}\n`),
    ended: Promise.all([once(child, 'exit'), once(lines, 'close')]).then(() => undefined),
  };
}

const report = (said: ConsumerReport) => process.stdout.write(`${JSON.stringify(said)}\n`);

/** One member that commits every batch; what a commit was fenced by is in its metadata. */
async function consume(engine: Engine, options: ConsumerProcessOptions, signal: AbortSignal): Promise<void> {
  const consumer = engine.consumer({
    group: options.group,
    topics: [options.topic],
    clientId: options.name,
    maxRecords: 50,
    maxUncommitted: 200,
    revocationTimeoutMs: 2_000,
    signal,
  });
  try {
    for await (const event of consumer) {
      if (event.kind === 'ASSIGNMENT') {
        report({
          kind: 'ASSIGNED',
          member: event.memberId,
          partitions: event.partitions.map(({ partition }) => partition),
        });
      }
      if (event.kind !== 'RECORDS') continue;
      const { batch, generation, memberId: member } = event;
      const { partition } = batch;
      report({ kind: 'DELIVERED', member, generation, partition, from: batch.offset(0), to: batch.nextOffset });
      const metadata = JSON.stringify({ member, generation });
      // Not waited for: reading goes on, and a commit may be under way when its partition moves.
      consumer.commit(event, { metadata }).catch((error) => report({ kind: 'REFUSED', code: codeOf(error) }));
    }
  } catch (error) {
    report({ kind: 'ENDED', code: codeOf(error) });
  }
}

const codeOf = (error: unknown) => (isMillraceError(error) ? error.code : String((error as Error)?.stack ?? error));

/**
 * What the process runs until it gets SIGTERM: members that join and leave as it is told.
 * @public The process imports it by this file's address.
 */
export async function runConsumerProcess(): Promise<void> {
  const options = JSON.parse(process.argv.at(-1) as string) as ConsumerProcessOptions;
  const database = await openDatabase({ url: options.url });
  const engine = await createEngine({ database, limits: options.limits });
  const members: { stop: AbortController; ended: Promise<void> }[] = [];
  const join = () => {
    const stop = new AbortController();
    members.push({ stop, ended: consume(engine, options, stop.signal) });
  };
  for (let i = 0; i < options.members; i++) join();
  const commands = createInterface({ input: process.stdin });
  commands.on('line', (line) => {
    if (line === 'join') join();
    else members.shift()?.stop.abort();
  });
  await once(process, 'SIGTERM');
  commands.close();
  process.stdin.destroy();
  await engine.close();
  await Promise.all(members.map(({ ended }) => ended));
  await database.close();
}
