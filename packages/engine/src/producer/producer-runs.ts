import type { AppendCall, CallSequence } from '../append/append-call.ts';
import type { TopicState } from '../topic/topic-state.ts';

/** Calls of one producer to one topic that a flush appends in sequence: a row of the producer's calls. */
export interface ProducerRun {
  readonly topic: TopicState;
  readonly producerId: number;
  readonly epoch: number;
  readonly lockKey: number;
  readonly firstSequence: number;
  readonly calls: AppendCall[];
}

function follows(run: ProducerRun, topic: TopicState, { id, epoch, sequence }: CallSequence): boolean {
  return (
    run.producerId === id &&
    run.topic.id === topic.id &&
    run.epoch === epoch &&
    run.firstSequence + run.calls.length === sequence
  );
}

/**
 * The runs of a flush's calls, ordered so that two flushes insert them in one order. Calls that do not follow one another are in
 * runs of their own, and the assertion refuses all but the first.
 */
export function producerRuns(calls: readonly AppendCall[]): readonly ProducerRun[] {
  const runs: ProducerRun[] = [];
  const newest = new Map<string, ProducerRun>();
  let last: ProducerRun | undefined;
  for (const call of calls) {
    const { topic, sequence } = call;
    if (!sequence) continue;
    if (!last || !follows(last, topic, sequence)) {
      const key = `${sequence.id}/${topic.id}`;
      const before = newest.get(key);
      if (before && follows(before, topic, sequence)) {
        last = before;
      } else {
        const { id, epoch, lockKey } = sequence;
        last = { topic, producerId: id, epoch, lockKey, firstSequence: sequence.sequence, calls: [] };
        runs.push(last);
        newest.set(key, last);
      }
    }
    last.calls.push(call);
  }
  return runs.sort(
    (a, b) =>
      a.topic.id - b.topic.id || a.producerId - b.producerId || a.epoch - b.epoch || a.firstSequence - b.firstSequence,
  );
}
