import { MillraceError, type Serde } from '@millrace/core';
import type { Observable } from 'rxjs';
import { drained, type RxOperator } from '../epoch/drained.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import type { TopologyNode } from './node.ts';
import { definitionOf } from './operator.ts';
import type { TopologyBuilder } from './topology-builder.ts';

/** What flows through a stream's pipe. */
export type Records<K, V> = Observable<StreamRecord<K, V>>;

/** A step of a pipe: an operator of RxJS or of ours. */
type Step<A, B> = (input: A) => B;

/** What a pipe gives: a Stream where records come out of it. */
export type Piped<A> =
  A extends Observable<infer R> ? (R extends StreamRecord<infer K, infer V> ? Stream<K, V> : A) : A;

export interface StreamParts {
  readonly builder: TopologyBuilder;
  readonly node: TopologyNode;
  readonly keySerde: Serde<unknown>;
  readonly valueSerde: Serde<unknown>;
  /** Keys have changed since the records were read: those of one key may be in several partitions. */
  readonly isRekeyed: boolean;
}

/**
 * Records of a topology, as it is written down: its pipe takes RxJS's operators and ours. Nothing flows before the application has
 * started, and then in every task; a stream may be piped any number of times. Kafka Streams' KStream.
 *
 * RxJS's operators see an Observable of the records of one epoch, which completes. Those whose result depends on where an epoch is
 * cut (`scan`, `take`, `switchMap`, `bufferCount`, timers …) have no meaning here: docs/streams.md lists them with what to use instead.
 */
export class Stream<K, V> {
  /** For types only. */
  declare readonly flows: Records<K, V>;
  /** For operators. */
  readonly parts: StreamParts;

  constructor(parts: StreamParts) {
    this.parts = parts;
  }

  pipe(): this;
  pipe<A>(a: Step<Records<K, V>, A>): Piped<A>;
  pipe<A, B>(a: Step<Records<K, V>, A>, b: Step<A, B>): Piped<B>;
  pipe<A, B, C>(a: Step<Records<K, V>, A>, b: Step<A, B>, c: Step<B, C>): Piped<C>;
  pipe<A, B, C, D>(a: Step<Records<K, V>, A>, b: Step<A, B>, c: Step<B, C>, d: Step<C, D>): Piped<D>;
  pipe<A, B, C, D, E>(a: Step<Records<K, V>, A>, b: Step<A, B>, c: Step<B, C>, d: Step<C, D>, e: Step<D, E>): Piped<E>;
  pipe<A, B, C, D, E, F>(
    a: Step<Records<K, V>, A>,
    b: Step<A, B>,
    c: Step<B, C>,
    d: Step<C, D>,
    e: Step<D, E>,
    f: Step<E, F>,
  ): Piped<F>;
  pipe<A, B, C, D, E, F, G>(
    a: Step<Records<K, V>, A>,
    b: Step<A, B>,
    c: Step<B, C>,
    d: Step<C, D>,
    e: Step<D, E>,
    f: Step<E, F>,
    g: Step<F, G>,
  ): Piped<G>;
  pipe<A, B, C, D, E, F, G, H>(
    a: Step<Records<K, V>, A>,
    b: Step<A, B>,
    c: Step<B, C>,
    d: Step<C, D>,
    e: Step<D, E>,
    f: Step<E, F>,
    g: Step<F, G>,
    h: Step<G, H>,
  ): Piped<H>;
  pipe<A, B, C, D, E, F, G, H, I>(
    a: Step<Records<K, V>, A>,
    b: Step<A, B>,
    c: Step<B, C>,
    d: Step<C, D>,
    e: Step<D, E>,
    f: Step<E, F>,
    g: Step<F, G>,
    h: Step<G, H>,
    i: Step<H, I>,
  ): Piped<I>;
  pipe<A, B, C, D, E, F, G, H, I, J>(
    a: Step<Records<K, V>, A>,
    b: Step<A, B>,
    c: Step<B, C>,
    d: Step<C, D>,
    e: Step<D, E>,
    f: Step<E, F>,
    g: Step<F, G>,
    h: Step<G, H>,
    i: Step<H, I>,
    j: Step<I, J>,
  ): Piped<J>;
  pipe<A, B, C, D, E, F, G, H, I, J, K>(
    a: Step<Records<K, V>, A>,
    b: Step<A, B>,
    c: Step<B, C>,
    d: Step<C, D>,
    e: Step<D, E>,
    f: Step<E, F>,
    g: Step<F, G>,
    h: Step<G, H>,
    i: Step<H, I>,
    j: Step<I, J>,
    k: Step<J, K>,
  ): Piped<K>;
  pipe<A, B, C, D, E, F, G, H, I, J, K, L>(
    a: Step<Records<K, V>, A>,
    b: Step<A, B>,
    c: Step<B, C>,
    d: Step<C, D>,
    e: Step<D, E>,
    f: Step<E, F>,
    g: Step<F, G>,
    h: Step<G, H>,
    i: Step<H, I>,
    j: Step<I, J>,
    k: Step<J, K>,
    l: Step<K, L>,
  ): Piped<L>;
  pipe(...steps: Step<never, unknown>[]): unknown {
    return applySteps(this, steps);
  }
}

/** Applies the steps of a pipe to what stands for something in a topology: operators of RxJS in a row are one node. */
export function applySteps(start: unknown, steps: readonly Step<never, unknown>[]): unknown {
  let current = start;
  let plain: RxOperator[] = [];
  for (const step of steps) {
    const define = definitionOf(step);
    if (!define) {
      plain.push(step as unknown as RxOperator);
      continue;
    }
    current = define(withRxJs(current, plain));
    plain = [];
  }
  return withRxJs(current, plain);
}

function withRxJs(current: unknown, operators: readonly RxOperator[]): unknown {
  if (operators.length === 0) return current;
  if (!(current instanceof Stream)) {
    throw new MillraceError(
      'INVALID_TOPOLOGY',
      'Operators of RxJS work on streams of records: a table becomes one by toStream(), a grouped or windowed stream by an aggregate and toStream().',
    );
  }
  const { builder, node } = current.parts;
  const through = builder.add({
    operator: 'rxjs',
    inputs: [node],
    build: ([source], _epoch, { id }) => drained(source as Observable<unknown>, operators, id),
  });
  return new Stream({ ...current.parts, node: through });
}
