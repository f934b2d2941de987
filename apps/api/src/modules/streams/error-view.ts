import type { RegisteredError } from '@millrace/streams-rx';
import type { InstanceView } from './instance-view.ts';

/** An error of a record as the schema's `StreamsError`. */
export type ErrorView = RegisteredError & {
  /** null: it is forgotten. */
  readonly instance: InstanceView | null;
};
