import { Observable } from 'rxjs';
import type { CommitSql } from '../epoch/epoch-context.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import type { Ordered } from '../topology/node.ts';
import { type Operator, operator } from '../topology/operator.ts';
import { type Records, Stream } from '../topology/stream.ts';

/** What is done in the transaction of a commit with the records of an epoch, in the order of the input. */
export type OnCommit<K, V> = (tx: CommitSql, records: readonly StreamRecord<K, V>[]) => Promise<void> | void;

/**
 * Writes rows of your own in the transaction in which an epoch is committed: each is there once for each record, as state and output
 * records are. Passes the records on. It may run again for the same records, after a transaction that was rolled back; so it should do
 * nothing but SQL through `tx`, and soon: all of the commit may take `commitTimeoutMs` (TRANSACTION_TIMEOUT; the application fails with the third in a row). When it
 * throws, a record is to blame: see `errors.process`. Not called for an epoch without records. Kafka has no counterpart.
 *
 * @example
 * app.stream<string, Order>('orders').pipe(
 *   onCommit(async (tx, records) => {
 *     const ids = records.map(({ key }) => key);
 *     await tx.query('insert into orders_seen (id) select unnest($1::text[])', [ids]);
 *   }),
 * );
 */
export function onCommit<K, V>(work: OnCommit<K, V>): Operator<Records<K, V>, Records<K, V>> {
  return operator('onCommit', (stream: Stream<K, V>) => {
    const { builder, node: input } = stream.parts;
    const node = builder.add({
      operator: 'onCommit',
      inputs: [input],
      build: ([source], epoch) =>
        new Observable<Ordered>((subscriber) => {
          const records: StreamRecord<K, V>[] = [];
          return (source as unknown as Observable<StreamRecord<K, V>>).subscribe({
            next(record) {
              records.push(record);
              subscriber.next(record);
            },
            error: (error) => subscriber.error(error),
            complete() {
              if (records.length > 0) epoch.onCommit(async (tx) => work(tx, inOrder(records)));
              subscriber.complete();
            },
          });
        }),
    });
    return new Stream<K, V>({ ...stream.parts, node });
  });
}

/** Asynchronous operators before may have turned it around. */
const inOrder = <R extends Ordered>(records: R[]): R[] => records.sort((a, b) => a.ordinal - b.ordinal);
