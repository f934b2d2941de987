import { MillraceError } from '@millrace/core';
import { Observable, type Subscriber } from 'rxjs';
import type { MaybePromise } from '../state/task-state.ts';
import type { Ordered } from '../topology/node.ts';

/** What an operator with state does with all that comes to it in an epoch. */
export interface StageLogic<In extends Ordered, Out> {
  /** Reads what `process` needs, for all of it at once. A promise only where something has to be read. */
  prepare(inputs: readonly (readonly In[])[]): MaybePromise<void>;
  /** One after the other in the order of input records, whichever input they come by. Nothing is waited for here. */
  process(item: In, input: number, emit: (out: Out) => void): void;
  /** Behind the last one. */
  finish?(emit: (out: Out) => void): void;
}

/** Items that may wait in front of one operator: more come of one epoch only where records multiply. */
const maxStageItems = 1_000_000;

/**
 * The one mechanism behind all operators with state. It gathers what an epoch brings, has what it needs of the state read at once, and then goes
 * through it in the order of the input records. So an epoch costs a read, not a record; and the result is that of taking one
 * record after the other through the whole topology, however records were cut into epochs (S3).
 */
export function stage<In extends Ordered, Out>(
  inputs: readonly Observable<In>[],
  logic: StageLogic<In, Out>,
): Observable<Out> {
  return new Observable<Out>((subscriber) => {
    const gathered: In[][] = inputs.map(() => []);
    let open = inputs.length;
    for (const [i, input] of inputs.entries()) {
      const items = gathered[i] as In[];
      subscriber.add(
        input.subscribe({
          next(item) {
            if (items.push(item) > maxStageItems) subscriber.error(tooMany());
          },
          error: (error) => subscriber.error(error),
          complete() {
            open -= 1;
            if (open === 0) run(gathered, logic, subscriber);
          },
        }),
      );
    }
  });
}

function run<In extends Ordered, Out>(
  gathered: readonly In[][],
  logic: StageLogic<In, Out>,
  subscriber: Subscriber<Out>,
): void {
  const emit = (out: Out) => subscriber.next(out);
  const go = () => {
    try {
      const only = onlyFilled(gathered);
      if (only >= 0) for (const item of ordered(gathered[only] as In[])) logic.process(item, only, emit);
      else merge(gathered, (item, input) => logic.process(item, input, emit));
      logic.finish?.(emit);
    } catch (error) {
      subscriber.error(error);
      return;
    }
    subscriber.complete();
  };
  try {
    const ready = logic.prepare(gathered);
    if (ready instanceof Promise) ready.then(go, (error) => subscriber.error(error));
    else go();
  } catch (error) {
    subscriber.error(error);
  }
}

/** The input that has all the items there are; -1: several have some. */
function onlyFilled(inputs: readonly (readonly unknown[])[]): number {
  if (inputs.filter(({ length }) => length > 0).length > 1) return -1;
  return Math.max(
    inputs.findIndex(({ length }) => length > 0),
    0,
  );
}

/** In the order of input records. Asynchronous operators before may have turned it around. */
function ordered<In extends Ordered>(items: In[]): In[] {
  for (let i = 1; i < items.length; i++) {
    if ((items[i] as In).ordinal < (items[i - 1] as In).ordinal) return items.sort((a, b) => a.ordinal - b.ordinal);
  }
  return items;
}

/** All inputs as one, in the order of input records; of one record, in the order of inputs. */
function merge<In extends Ordered>(inputs: readonly In[][], each: (item: In, input: number) => void): void {
  const sorted = inputs.map((items) => ordered(items));
  const at = sorted.map(() => 0);
  for (;;) {
    let next = -1;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < sorted.length; i++) {
      const item = (sorted[i] as In[])[at[i] as number];
      if (item && item.ordinal < lowest) {
        lowest = item.ordinal;
        next = i;
      }
    }
    if (next < 0) return;
    const item = (sorted[next] as In[])[at[next] as number] as In;
    at[next] = (at[next] as number) + 1;
    each(item, next);
  }
}

function tooMany(): MillraceError {
  return new MillraceError(
    'TOO_MANY_RECORDS',
    `One epoch brings more than ${maxStageItems} records to one operator: make fewer of one input record.`,
  );
}
