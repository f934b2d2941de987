import { afterEach } from 'vitest';
import type { Subject } from '../conformance/log-store.ts';
import type { Consumer, ConsumerInput } from '../consumer/consumer.ts';
import type { Engine } from '../engine.ts';
import { joined } from './consuming.ts';

/** Consumers and nodes that are gone when their test is. */
export interface ConsumersOfTest {
  consumer(input: ConsumerInput, engine?: Engine): Consumer;
  /** One that has its first assignment. */
  member(input: ConsumerInput, engine?: Engine): Promise<Consumer>;
  /** Another node. */
  another(): Promise<Engine>;
}

export function consumersOfTest(subject: Subject): ConsumersOfTest {
  const open: Consumer[] = [];
  const nodes: Engine[] = [];

  afterEach(async () => {
    await Promise.all(open.splice(0).map((consumer) => consumer.return?.()));
    await Promise.all(nodes.splice(0).map((node) => node.close()));
  });

  return {
    consumer(input, engine = subject.engine) {
      const made = engine.consumer(input);
      open.push(made);
      return made;
    },
    async member(input, engine = subject.engine) {
      const made = await joined(engine, input);
      open.push(made);
      return made;
    },
    async another() {
      const node = await subject.store.node();
      nodes.push(node);
      return node;
    },
  };
}

export const owned = ({ assignment }: Consumer): string[] =>
  assignment.map(({ topic, partition }) => `${topic}/${partition}`);
