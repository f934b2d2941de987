import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { isMillraceError } from '@millrace/core';
import { openDatabase } from '@millrace/database';
import type { RecordsEvent } from '../consumer/consumer.ts';
import { createEngine } from '../create-engine.ts';
import type { EngineLimits } from '../limits.ts';
import { moduleCall } from './module-call.ts';
import { within } from './wait.ts';

interface HoldingMemberOptions {
  readonly url: string;
  readonly group: string;
  readonly topic: string;
  readonly limits: Partial<EngineLimits>;
}

/** A node in a process of its own, whose one member took a batch and does nothing more until it is told to commit. */
export interface HoldingMember {
  readonly child: ChildProcess;
  /** Commits the batch; gives the code of the refusal, or `committed`. From then on it asks for events and holds them. */
  commit(): Promise<string>;
  /** Its next membership, as it goes on. */
  memberId(): Promise<string>;
}

/** Resolves once it holds its batch. */
export async function startHoldingMember(options: HoldingMemberOptions): Promise<HoldingMember> {
  const child = spawn(process.execPath, moduleCall(import.meta.url, 'runHoldingMember', options), {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => (await within(lines.next(), 'a word of the member')).value as string;
  if ((await next()) !== 'held') throw new Error('The member was handed out nothing.');
  return {
    child,
    commit() {
      child.stdin.write('commit\n');
      return next();
    },
    memberId: next,
  };
}

const say = (word: string) => process.stdout.write(`${word}\n`);

/**
 * What the process runs.
 * @public The process imports it by this file's address.
 */
export async function runHoldingMember(): Promise<void> {
  const { url, group, topic, limits } = JSON.parse(process.argv.at(-1) as string) as HoldingMemberOptions;
  const database = await openDatabase({ url });
  const engine = await createEngine({ database, limits });
  const consumer = engine.consumer({ group, topics: [topic] });
  let held: RecordsEvent | undefined;
  while (!held) {
    const { value } = await consumer.next();
    if (value?.kind === 'RECORDS') held = value;
  }
  say('held');
  await once(process.stdin, 'data');
  await consumer.commit(held).then(
    () => say('committed'),
    (error) => say(isMillraceError(error) ? error.code : String(error)),
  );
  // Whose the batch was: it may have joined anew while the commit was on its way.
  let { memberId } = held;
  for await (const event of consumer) {
    if (event.kind !== 'ASSIGNMENT' || event.memberId === memberId) continue;
    memberId = event.memberId;
    say(memberId);
  }
}
