import { MillraceError } from '@millrace/core';

/** An operator of ours, as RxJS has them: a function. It is never called: `pipe` of a stream asks it for its definition. */
export type Operator<In, Out> = (input: In) => Out;

const defines = Symbol('defines');

interface Marked {
  readonly [defines]: (input: unknown) => unknown;
}

/**
 * Makes an operator of what it adds to a topology. `In` and `Out` are what the types say that flows; `define` gets and gives what
 * stands for it in a topology (a Stream for an Observable of records).
 */
export function operator<In, Out>(name: string, define: (input: never) => unknown): Operator<In, Out> {
  const misused = (): never => {
    throw new MillraceError(
      'INVALID_TOPOLOGY',
      `${name} is an operator of a stream: use it in the pipe of what app.stream() or app.table() gave, not in that of an Observable, nor within an RxJS operator.`,
    );
  };
  return Object.assign(misused as (input: In) => Out, { [defines]: define as (input: unknown) => unknown });
}

/** What an operator of ours adds to a topology; undefined for one of RxJS. */
export function definitionOf(candidate: unknown): ((input: unknown) => unknown) | undefined {
  return typeof candidate === 'function' ? (candidate as Partial<Marked> as Marked)[defines] : undefined;
}
