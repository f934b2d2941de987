import type { Consumer, ConsumerInput } from '@millrace/engine';
import { expect, it } from 'vitest';
import { joinGroup } from './join-group.ts';
import { defaultStreamsLimits } from './streams-limits.ts';

it('S18: a member of an application may have handed out all that its tasks may let wait, and a batch more of each', () => {
  let asked: ConsumerInput | undefined;
  joinGroup({
    applicationId: 'app',
    engine: {
      consumer(input) {
        asked = input;
        return {} as Consumer;
      },
    },
    plans: [],
    limits: defaultStreamsLimits,
    resetPolicy: undefined,
    sessionTimeoutMs: undefined,
    instanceId: undefined,
    clientId: 'app-1',
  });
  const { maxRecords = 0, maxUncommitted } = asked as ConsumerInput;
  // Of 1,000 tasks with two inputs each. Records that wait for those of another input must never keep these from being handed out.
  expect(maxUncommitted).toBeGreaterThan(2 * 1_000 * (defaultStreamsLimits.maxBufferedRecords + maxRecords));
});
