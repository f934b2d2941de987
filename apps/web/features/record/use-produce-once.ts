import { useRef } from 'react';
import { useMutation } from 'urql';
import type { ProducerInput, RecordInput } from '../../generated/graphql.ts';
import { graphql } from '../../generated/index.ts';
import { isOutcomeUnknown, type Problem, problemOf } from '../api/problem.ts';
import type { Landing } from './produce-landings.tsx';

const initProducerMutation = graphql(`
  mutation InitProducer {
    initProducer {
      producerId
      epoch
    }
  }
`);

const produceMutation = graphql(`
  mutation Produce($input: ProduceInput!) {
    produce(input: $input) {
      records {
        partition
        offset
        timestamp
      }
    }
  }
`);

type Outcome =
  | { readonly landed: Landing }
  /** `unsettled`: nobody knows whether it was appended. */
  | { readonly problem: Problem; readonly unsettled: boolean };

/** A call of which nobody knows whether it was appended. */
interface Unsettled {
  readonly record: string;
  readonly producer: ProducerInput;
}

/** The API counts this producer's calls otherwise, and has appended nothing of the one that it refuses. */
const refusals = ['UNKNOWN_PRODUCER_ID', 'PRODUCER_FENCED', 'OUT_OF_ORDER_SEQUENCE'];

/** Produces a record at a time. One that was sent without an answer can be sent again: it is appended once. */
export function useProduceOnce(topic: string): (record: RecordInput) => Promise<Outcome> {
  const [, init] = useMutation(initProducerMutation);
  const [, produce] = useMutation(produceMutation);
  const next = useRef<ProducerInput>(undefined);
  const unsettled = useRef<Unsettled>(undefined);

  async function newProducer(): Promise<ProducerInput | Problem> {
    const { data, error } = await init({});
    if (error || !data) return problemOf(error);
    const { producerId, epoch } = data.initProducer;
    return { producerId, epoch, sequence: 0 };
  }

  return async (input) => {
    const record = JSON.stringify(input);
    // Another record than the unsettled one takes another producer: under the same sequence it would pass for that one, and
    // under the next there would be one missing if that one never came.
    const known = unsettled.current ? unsettled.current.record === record && unsettled.current.producer : next.current;
    const producer = known || (await newProducer());
    if ('code' in producer) return { problem: producer, unsettled: false };
    const { data, error } = await produce(
      { input: { topic, records: [input], producer } },
      { additionalTypenames: ['Topic'] },
    );
    const landed = data?.produce.records[0];
    if (landed && !error) {
      unsettled.current = undefined;
      next.current = { ...producer, sequence: producer.sequence + 1 };
      return { landed };
    }
    const problem = problemOf(error);
    const refused = refusals.includes(problem.code);
    const wasUnsettled = unsettled.current?.producer === producer;
    // What is known of this attempt says nothing of the one before.
    const isUnsettled = !refused && (wasUnsettled || isOutcomeUnknown(problem));
    if (isUnsettled) unsettled.current = { record, producer };
    else if (wasUnsettled) unsettled.current = undefined;
    next.current = refused ? undefined : producer;
    return { problem, unsettled: isUnsettled };
  };
}
