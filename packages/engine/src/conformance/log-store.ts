import { expect } from 'vitest';
import type { Engine } from '../engine.ts';
import type { EngineLimits } from '../limits.ts';
import type { TopicConfigOverrides } from '../topic/topic-config.ts';

/** A log that any number of nodes share: what the conformance suite is run against. */
export interface LogStore {
  /** Starts another node of the same log. */
  node(limits?: Partial<EngineLimits>): Promise<Engine>;
  /** Ends the nodes that are still open and removes the log. */
  remove(): Promise<void>;
}

/** What the tests of the suite have; its parts are there from the first test on. */
export interface Subject {
  readonly store: LogStore;
  readonly engine: Engine;
  /** Makes a topic that no other test uses and gives its name. */
  topic(partitionCount?: number, config?: TopicConfigOverrides): Promise<string>;
}

/**
 * Matches a MillraceError of this code whose message, which is for people, says what the pattern wants. One by a limit names it for
 * programs.
 */
export function refusal(code: string, message: RegExp = /./): object {
  const details = expect.objectContaining({ limit: expect.stringMatching(/^max[A-Z]/), value: expect.any(Number) });
  return expect.objectContaining({
    name: 'MillraceError',
    code,
    message: expect.stringMatching(message),
    ...(code === 'LIMIT_EXCEEDED' && { details }),
  });
}
