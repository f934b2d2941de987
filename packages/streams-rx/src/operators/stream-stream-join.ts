import { bytesSerde, jsonSerde, type Serde } from '@millrace/core';
import type { KeyCodec } from '../record/windowed.ts';
import { plainKeys } from '../record/windowed.ts';
import { Stream } from '../topology/stream.ts';
import { sourcesOf } from '../topology/sub-topology.ts';
import { type LateOptions, lateSink } from '../windows/late-records.ts';
import { joinEpoch } from './join-epoch.ts';
import type { JoinSideDefinition } from './join-side.ts';
import { checkedJoinWindow, type JoinWindow } from './join-window.ts';
import { byItsKeys } from './repartition.ts';

export interface StreamJoinOptions<V, W, R> extends JoinWindow, LateOptions {
  /** Part of the names of the repartition topics that records go through whose keys have changed. Default: the operator's with a number. */
  readonly name?: string;
  /** Name of its state, by which it is found again when the topology has changed. Default: the operator's with a number. */
  readonly store?: string;
  /** How values of this stream and of the other one are kept. Default: as they are written. */
  readonly thisValue?: Serde<V>;
  readonly otherValue?: Serde<W>;
  /** How results are written. Default JSON. */
  readonly value?: Serde<R>;
}

export interface StreamStreamJoin<K, V, W, R> extends StreamJoinOptions<V, W, R> {
  readonly operator: string;
  readonly other: Stream<K, W | null>;
  /** Whose records are results, too, where nobody has met them. */
  readonly unmatched: { readonly left: boolean; readonly right: boolean };
  /** null for a side: only where `unmatched` says so of the other one. */
  readonly joiner: (value: V | null, other: W | null, key: K) => R;
}

/** Records of two streams with the same key, whose times are within a window of each other (S60). */
export function streamStreamJoin<K, V, W, R>(input: Stream<K, V>, join: StreamStreamJoin<K, V, W, R>): Stream<K, R> {
  const { operator, name, unmatched, late } = join;
  const { before, after, grace } = checkedJoinWindow(join);
  const left = byItsKeys(input, { name: name && `${name}-left` });
  const right = byItsKeys(join.other, { name: name && `${name}-right` });
  const { builder } = left.parts;
  const store = (suffix: string, retentionMs: number, isLaidOutByRetention = false) =>
    builder.store(operator + suffix, {
      name: join.store && join.store + suffix,
      kind: 'BUFFER',
      retentionMs,
      isLaidOutByRetention,
      keys: plainKeys(bytesSerde) as KeyCodec<unknown>,
      valueSerde: bytesSerde as Serde<unknown>,
      isTable: false,
    });
  const retentionMs = before + after + grace;
  const side = (
    tag: JoinSideDefinition['tag'],
    { parts }: Stream<K, unknown>,
    options: { lookBackMs: number; lookAheadMs: number; isResult: boolean; value: Serde<never> | undefined },
  ): JoinSideDefinition => {
    const { lookBackMs, lookAheadMs, isResult } = options;
    // Whoever has been given out alone meets nobody any more.
    const waitMs = isResult ? lookAheadMs + grace : retentionMs;
    return {
      tag,
      keySerde: parts.keySerde,
      valueSerde: (options.value as Serde<unknown> | undefined) ?? parts.valueSerde,
      topics: sourcesOf(parts.node).map(({ topic }) => topic),
      lookBackMs,
      lookAheadMs,
      waitMs,
      waiting: isResult ? store(`-waiting-${tag.toLowerCase()}`, waitMs, true) : undefined,
    };
  };
  const rows = store('', retentionMs);
  const sides = [
    side('L', left, {
      lookBackMs: before,
      lookAheadMs: after,
      isResult: unmatched.left,
      value: join.thisValue as never,
    }),
    side('R', right, {
      lookBackMs: after,
      lookAheadMs: before,
      isResult: unmatched.right,
      value: join.otherValue as never,
    }),
  ] as const;
  const node = builder.add({
    operator,
    inputs: [left.parts.node, right.parts.node],
    stores: [rows, ...sides.flatMap(({ waiting }) => waiting ?? [])],
    isJoin: true,
    build: joinEpoch(rows, sides, {
      joiner: join.joiner as (value: unknown, other: unknown, key: unknown) => unknown,
      lateTopic: late?.topic,
    }),
  });
  lateSink(builder, node, late?.topic);
  return new Stream<K, R>({ ...left.parts, node, valueSerde: (join.value ?? jsonSerde) as Serde<unknown> });
}
