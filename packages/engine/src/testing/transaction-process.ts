import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { isMillraceError } from '@millrace/core';
import { openDatabase } from '@millrace/database';
import { createEngine } from '../create-engine.ts';
import type { Engine } from '../engine.ts';
import { moduleCall } from './module-call.ts';
import { one } from './transaction-log.ts';
import { until } from './wait.ts';

export interface TransactionProcessOptions {
  readonly url: string;
  /** One transaction behind the other, or one that takes a row and then does nothing. */
  readonly what: 'go on' | 'hold a row';
  readonly timeoutMs: number;
}

/** A node in a process of its own, on a `transactionLog`. */
export interface TransactionProcess {
  readonly child: ChildProcess;
  /** `committed`, `holding`, or the code that a transaction ended with, in order. */
  readonly words: string[];
  /** Resolves once it has said so many words. */
  said(count: number): Promise<void>;
}

export function startTransactionProcess(options: TransactionProcessOptions): TransactionProcess {
  const child = spawn(process.execPath, moduleCall(import.meta.url, 'runTransactionProcess', options), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const words: string[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => words.push(line));
  return {
    child,
    words,
    said: async (count) => {
      await until(`${count} words of a process with transactions`, () => words.length >= count, 60_000);
    },
  };
}

const say = (word: string) => process.stdout.write(`${word}\n`);

/** A record in each topic and a row, all of one id. */
async function goOn(engine: Engine, id: number): Promise<void> {
  await engine.transaction(async (tx) => {
    await tx.query('insert into done values ($1)', [id]);
    await tx.append(one('a', String(id)));
    await tx.append(one('b', String(id), 1));
  });
  say('committed');
}

async function holdRow(engine: Engine, timeoutMs: number): Promise<void> {
  const held = engine.transaction(
    async (tx) => {
      await tx.query('update done set note = $1 where id = 0', ['held']);
      await tx.append(one('a', 'never'));
      say('holding');
      await new Promise(() => {});
    },
    { timeoutMs },
  );
  await held.catch((error) => say(isMillraceError(error) ? error.code : String(error)));
}

/**
 * What the process runs.
 * @public The process imports it by this file's address.
 */
export async function runTransactionProcess(): Promise<void> {
  const { url, what, timeoutMs } = JSON.parse(process.argv.at(-1) as string) as TransactionProcessOptions;
  const database = await openDatabase({ url });
  const engine = await createEngine({ database });
  if (what === 'hold a row') await holdRow(engine, timeoutMs);
  for (let id = 1; what === 'go on'; id++) {
    // Where the server ended its session while it was frozen it does the next one.
    await goOn(engine, id).catch((error) => say(isMillraceError(error) ? error.code : String(error)));
  }
  await engine.close();
  await database.close();
}
