import type { StreamRecord } from '../record/stream-record.ts';
import type { Windowed } from '../record/windowed.ts';
import type { GroupedStream } from './grouped-stream.ts';
import { Grouping, type GroupingParts, type Windowable } from './grouping.ts';

/** What a record of one of the streams makes of the value that all of them share; null: nothing shall be there. */
export type CogroupAggregator<K, V, A> = (aggregate: A, value: V, key: K, timestamp: number) => A | null;

/** How records of each input, in their order, change the value. */
export interface CogroupParts<A> extends GroupingParts {
  readonly initial: () => A;
  readonly update: readonly ((before: A, record: StreamRecord<unknown, unknown>) => A | null)[];
}

/** Several grouped streams of one kind of key, ready to be made into one table with keys TK, perhaps by windows. */
export abstract class Cogrouping<TK, A, K> extends Grouping<TK, unknown, K> {
  /** For types only. */
  declare readonly aggregates: A;
  declare readonly parts: CogroupParts<A>;

  constructor(parts: CogroupParts<A>) {
    super(parts);
  }
}

/** Kafka Streams' CogroupedKStream. */
export class CogroupedStream<K, A> extends Cogrouping<K, A, K> implements Windowable {
  /** For types only. */
  declare readonly inWindows: {
    readonly time: WindowedCogroupedStream<K, A>;
    readonly session: SessionWindowedCogroupedStream<K, A>;
  };
  /** For types only. */
  declare readonly groupsMerge: false;

  /** One more stream, and what its records make of the value. Keys must be written as those of the others are. */
  add<V>(grouped: GroupedStream<K, V>, aggregator: CogroupAggregator<K, V, A>): CogroupedStream<K, A> {
    const { inputs, update } = this.parts;
    return new CogroupedStream<K, A>({
      ...this.parts,
      inputs: [...inputs, ...grouped.parts.inputs],
      update: [...update, (before, { value, key, timestamp }) => aggregator(before, value as V, key as K, timestamp)],
    });
  }
}

/** Kafka Streams' TimeWindowedCogroupedKStream. */
export class WindowedCogroupedStream<K, A> extends Cogrouping<Windowed<K>, A, K> {
  /** For types only. */
  declare readonly groupsMerge: false;
}

/** Kafka Streams' SessionWindowedCogroupedKStream. */
export class SessionWindowedCogroupedStream<K, A> extends Cogrouping<Windowed<K>, A, K> {
  /** For types only. */
  declare readonly groupsMerge: true;
}
