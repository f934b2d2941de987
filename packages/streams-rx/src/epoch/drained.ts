import { MillraceError } from '@millrace/core';
import { isObservable, Observable } from 'rxjs';
import { StreamRecord } from '../record/stream-record.ts';

/** An operator of RxJS, as a pipe has it. */
export type RxOperator = (source: Observable<unknown>) => Observable<unknown>;

/**
 * Operators of RxJS on the records of an epoch. They must take all of them: EPOCH_NOT_DRAINED for those that end before (`take`,
 * `first`, `takeUntil`), which would lose the rest; and give records: INVALID_STREAM_RECORD.
 */
export function drained(
  source: Observable<unknown>,
  operators: readonly RxOperator[],
  node: string,
): Observable<StreamRecord<unknown, unknown>> {
  return new Observable((subscriber) => {
    let isDrained = false;
    let isSubscribed = false;
    const watched = new Observable<unknown>((inner) => {
      if (isSubscribed) {
        inner.error(subscribedAgain(node));
        return undefined;
      }
      isSubscribed = true;
      const reading = source.subscribe({
        next: (item) => inner.next(item),
        error(error) {
          isDrained = true;
          inner.error(error);
        },
        complete() {
          isDrained = true;
          inner.complete();
        },
      });
      return () => {
        reading.unsubscribe();
        if (!isDrained) subscriber.error(notDrained(node));
      };
    });
    const result = operators.reduce((observable, apply) => apply(observable), watched);
    if (!isObservable(result)) {
      subscriber.error(
        new MillraceError(
          'INVALID_TOPOLOGY',
          `Something in the pipe of ${node} is no operator: it gave no Observable.`,
        ),
      );
      return;
    }
    subscriber.add(
      result.subscribe({
        next(item) {
          if (item instanceof StreamRecord) subscriber.next(item);
          else subscriber.error(noRecord(node, item));
        },
        error: (error) => subscriber.error(error),
        complete() {
          if (isDrained) subscriber.complete();
          else subscriber.error(notDrained(node));
        },
      }),
    );
  });
}

function notDrained(node: string): MillraceError {
  return new MillraceError(
    'EPOCH_NOT_DRAINED',
    `The operators of ${node} have ended before all records of the epoch had come to them (take, first, takeUntil; retry or catchError behind one that failed …): those left would be lost. Use filter, or keep what is to be remembered in a state store (aggregate, processRecords).`,
    { details: { node } },
  );
}

function subscribedAgain(node: string): MillraceError {
  return new MillraceError(
    'INVALID_TOPOLOGY',
    `An operator of ${node} subscribes to its source a second time (repeat, retry …), but the records of an epoch come once: try again within mergeMap, around the call that fails.`,
    { details: { node } },
  );
}

function noRecord(node: string, item: unknown): MillraceError {
  return new MillraceError(
    'INVALID_STREAM_RECORD',
    `The operators of ${node} have emitted ${item === undefined ? 'undefined' : `a ${typeof item}`} instead of a record: emit what came, or record.with({ value }) of it.`,
    { details: { node } },
  );
}
