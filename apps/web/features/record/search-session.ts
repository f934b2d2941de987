import type { Position, SearchEnd } from '../../generated/graphql.ts';
import type { Problem } from '../api/problem.ts';
import type { RecordData } from './record-text.ts';

/** A part of a search, as the API answers one request. */
export interface SearchPart {
  /** Ascending. */
  readonly records: readonly RecordData[];
  readonly cursor: string;
  readonly previousCursor: string | null;
  readonly ended: SearchEnd;
  readonly scannedRecords: number;
  readonly partitions: readonly { readonly fromOffset: number; readonly toOffset: number }[];
}

export type SearchAnswer = { readonly part: SearchPart } | { readonly problem: Problem };

/** Asks for the next part; gives what stops asking. */
type AskPart = (from: Position, limit: number, answer: (answer: SearchAnswer) => void) => () => void;

export interface SearchState {
  /** searching; stopped by hand; full: as many as were wanted; done: all was looked at; failed. */
  readonly status: 'searching' | 'stopped' | 'full' | 'done' | 'failed';
  /** In the direction of the search. */
  readonly records: readonly RecordData[];
  /** Records that were looked at. */
  readonly scanned: number;
  /** Offsets that are behind it, records that an index or a time ruled out included. */
  readonly covered: number;
  readonly problem?: Problem;
}

export interface SearchOptions {
  readonly ask: AskPart;
  readonly from: Position;
  /** Whether it goes from new to old. */
  readonly backward: boolean;
  /** How many to find before it stops to be told to go on. */
  readonly limit: number;
}

/** A search of the log: one request after another, each going on where the last one ended, until enough is found. */
export class SearchSession {
  readonly #options: SearchOptions;
  readonly #listeners = new Set<() => void>();
  #state: SearchState = { status: 'stopped', records: [], scanned: 0, covered: 0 };
  #from: Position;
  #wanted = 0;
  #cancel: (() => void) | undefined;

  constructor(options: SearchOptions) {
    this.#options = options;
    this.#from = options.from;
  }

  readonly getState = (): SearchState => this.#state;

  readonly listen = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Looks for `limit` more from where it stands: also after a failure. */
  goOn(): void {
    if (this.#state.status === 'searching' || this.#state.status === 'done') return;
    if (this.#state.status !== 'failed' || this.#wanted === 0) this.#wanted = this.#options.limit;
    this.#set({ ...withoutProblem(this.#state), status: 'searching' });
    this.#ask();
  }

  /** Ends the request that is under way; what it had not answered yet is looked at again. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#state.status === 'searching') this.#set({ ...this.#state, status: 'stopped' });
  }

  #ask(): void {
    this.#cancel = this.#options.ask(this.#from, this.#wanted, (answer) => {
      this.#cancel = undefined;
      if (this.#state.status !== 'searching') return;
      if ('problem' in answer) this.#set({ ...this.#state, status: 'failed', problem: answer.problem });
      else this.#take(answer.part);
    });
  }

  #take(part: SearchPart): void {
    const { backward } = this.#options;
    const { records, scanned, covered } = this.#state;
    const spans = part.partitions.reduce((sum, { fromOffset, toOffset }) => sum + toOffset - fromOffset, 0);
    const cursor = backward ? part.previousCursor : part.cursor;
    const isDone = part.ended === 'DONE' || cursor === null;
    this.#wanted -= part.records.length;
    const status = isDone ? 'done' : this.#wanted <= 0 ? 'full' : 'searching';
    if (cursor !== null) this.#from = { cursor };
    this.#set({
      status,
      records: [...records, ...(backward ? part.records.toReversed() : part.records)],
      scanned: scanned + part.scannedRecords,
      covered: covered + spans,
    });
    if (status === 'searching') this.#ask();
  }

  #set(state: SearchState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function withoutProblem({ problem: _, ...state }: SearchState): SearchState {
  return state;
}
