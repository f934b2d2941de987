import { type Operator, operator } from '../topology/operator.ts';
import { applySteps } from '../topology/stream.ts';
import type { TopologyBuilder } from '../topology/topology-builder.ts';

/** What stands for something in a topology: a stream, a table, a group. */
interface Defined {
  readonly parts: { readonly builder: TopologyBuilder };
}

/**
 * Gives an operator a name by which the topology, its rates and the console tell it, instead of `rxjs-0003`: one of ours, or one of RxJS. What an operator keeps is named by
 * `toTable` and its own `store`, its repartition topic by its `name`. 1 to 100 of a-z A-Z 0-9 . _ -, once in a topology; INVALID_TOPOLOGY, also for an operator that adds nothing
 * to it. Of `branch` each stream has it with its own name behind: `colours-red`, `colours-rest`; of others that add several nodes, the first has it. Kafka Streams' Named.
 *
 * @example
 * widgets.pipe(named('red-only', filter(({ value }) => value.colour === 'RED')), to('red_widgets'))
 */
export function named<In, Out>(name: string, step: (input: In) => Out): Operator<In, Out> {
  return operator('named', (input: Defined) =>
    input.parts.builder.named(name, () => applySteps(input, [step as (input: never) => unknown])),
  );
}
