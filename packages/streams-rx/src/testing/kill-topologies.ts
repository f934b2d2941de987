import { filter } from 'rxjs';
import { countRecords } from '../operators/count-records.ts';
import { groupByKey } from '../operators/group-by-key.ts';
import { to } from '../operators/to.ts';
import { toStream } from '../operators/to-stream.ts';
import { toTable } from '../operators/to-table.ts';
import type { TopologyApp } from '../topology/topology-app.ts';

/** A record of topic `in`; its key is `k…`. */
export interface KillInput {
  /** Of its own. */
  readonly n: number;
  readonly line: string;
  readonly amount: number;
}

/** What is run while instances are killed. By name: the processes find them by it. */
export const killTopologies = {
  /** A part of `in` to `passed`, and how many there were of each key to `counted`. */
  filterAndCount(app: TopologyApp): void {
    const stream = app.stream<string, KillInput>('in');
    stream.pipe(
      filter(({ value }) => value.n % 4 === 0),
      to('passed'),
    );
    stream.pipe(groupByKey(), countRecords(), toTable('counts'), toStream({ emit: 'ALL' }), to('counted'));
  },
} satisfies { readonly [name: string]: (app: TopologyApp) => void };
