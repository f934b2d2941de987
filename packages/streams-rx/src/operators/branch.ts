import { MillraceError } from '@millrace/core';
import { filter, type Observable } from 'rxjs';
import type { StreamRecord } from '../record/stream-record.ts';
import { type Operator, operator } from '../topology/operator.ts';
import { type Records, Stream } from '../topology/stream.ts';

export type BranchPredicate<K, V> = (record: StreamRecord<K, V>) => boolean;

/** The streams of a split, by the name of the predicate; `rest` has what no predicate took. */
export type Branches<K, V, Name extends string> = { readonly [name in Name | 'rest']: Stream<K, V> };

/**
 * Splits a stream: every record goes to the first branch whose predicate takes it, or to `rest`. INVALID_TOPOLOGY for a predicate of that name. Kafka
 * Streams' split and branch.
 *
 * @example
 * const { red, rest } = app.stream<string, Widget>('widgets').pipe(branch({ red: ({ value }) => value.colour === 'RED' }));
 */
export function branch<K, V, Name extends string>(
  predicates: { readonly [name in Name]: BranchPredicate<K, V> } & { readonly rest?: never },
): Operator<Records<K, V>, Branches<K, V, Name>> {
  return operator('branch', (stream: Stream<K, V>) => {
    if (Object.hasOwn(predicates, 'rest')) {
      throw new MillraceError(
        'INVALID_TOPOLOGY',
        'The branch "rest" has what no predicate takes: give yours another name.',
      );
    }
    const { builder, node: input } = stream.parts;
    const entries = Object.entries(predicates) as [string, BranchPredicate<K, V>][];
    const taken = (index: number) => (record: StreamRecord<K, V>) =>
      entries.slice(0, index).every(([, takes]) => !takes(record)) && (entries[index]?.[1](record) ?? true);
    return Object.fromEntries(
      [...entries.map(([name]) => name), 'rest'].map((name, index) => {
        const node = builder.add({
          operator: 'branch',
          inputs: [input],
          part: name,
          build: ([records]) => (records as unknown as Observable<StreamRecord<K, V>>).pipe(filter(taken(index))),
        });
        return [name, new Stream<K, V>({ ...stream.parts, node })];
      }),
    );
  });
}
