import { isMillraceError } from '@millrace/core';
import type { Database } from '@millrace/database';
import type { AppendResult, Engine } from '../../engine.ts';
import type { ProducerSequence } from '../../producer/producer.ts';
import type { RecordToAppend } from '../../record/record.ts';
import { textOf } from '../records.ts';
import type { LifeReport } from './life-report.ts';

/** What those that live on the log are given. */
export interface LifeClient {
  readonly engine: Engine;
  readonly database: Database;
  /** Of the process: names of its calls are in no other's. */
  readonly name: string;
  readonly chance: () => number;
  /** Where the producer that lives through all of it goes on: at its first call that was not acknowledged. */
  readonly producer: ProducerSequence;
  readonly signal: AbortSignal;
  tell(said: LifeReport): void;
}

/** What a killed server, a stopping node or a partition that a killed process still holds explain. */
const explained = new Set([
  'UNKNOWN_OUTCOME',
  'POSTGRES_UNAVAILABLE',
  'SHUTTING_DOWN',
  'PARTITION_BUSY',
  'TRANSACTION_ENDED',
  'FENCED_MEMBER',
  'ILLEGAL_GENERATION',
  // Of SQL that a client runs itself: ended by the server, or given up behind somebody who is held.
  '55P03',
  '57P01',
  '57P02',
  '57P03',
  '25P03',
  '40P01',
  'ECONNREFUSED',
  'ECONNRESET',
]);

const codeOf = (error: unknown): string => {
  const { code, cause, message } = error as { code?: string; cause?: unknown; message?: string };
  if (code) return code;
  if (cause) return codeOf(cause);
  return /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/.test(
    message ?? '',
  )
    ? 'ECONNRESET'
    : '';
};

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Does something over and over until the process is told to stop; what a kill explains does not end it. */
export async function overAndOver(
  client: LifeClient,
  what: string,
  pauseMs: number,
  work: (n: number) => Promise<void>,
): Promise<void> {
  for (let n = 0; !client.signal.aborted; n++) {
    try {
      await work(n);
      client.tell({ kind: 'DONE', what });
    } catch (error) {
      if (!explained.has(codeOf(error)) && !client.signal.aborted) {
        const text = isMillraceError(error) ? `${error.code}: ${error.message}` : String((error as Error).stack);
        client.tell({ kind: 'FAILED', what, error: text });
      }
    }
    await pause(pauseMs);
  }
}

/** Tells where the records of an append are. */
export function tellAppended(
  client: LifeClient,
  result: AppendResult,
  call: string,
  records: readonly RecordToAppend[],
): void {
  client.tell({
    kind: 'APPENDED',
    topic: result.topic,
    call,
    records: records.map((record, i) => ({
      partition: result.partition(i),
      offset: result.offset(i),
      key: textOf(record.key),
      value: textOf(record.value) as string,
    })),
  });
}
