import type { Clock } from '@millrace/core';
import type { AppendLane } from '../append/append-lane.ts';
import type { EngineObserver } from '../engine-observer.ts';
import type { EngineLimits } from '../limits.ts';
import type { SequencedCall } from './sequenced-call.ts';

/** `Line`: the line itself, as those who are called know it. */
export interface ProducerLineOptions<Line> {
  readonly producerId: number;
  readonly topicId: number;
  readonly lane: Pick<AppendLane, 'enqueue' | 'takeBack'>;
  readonly clock: Clock;
  readonly limits: Pick<EngineLimits, 'sequenceWaitMs'>;
  readonly observer: Pick<EngineObserver, 'producerCall'>;
  /** Wants `looked` to be called with what the database says from now on. */
  readonly look: (line: Line) => void;
  /** Wants `remembered` to be called with what a call had appended. */
  readonly recall: (line: Line, call: SequencedCall) => void;
  /** Told when a call begins and ceases to wait here. */
  readonly onWaiting: (bytes: number) => void;
}
