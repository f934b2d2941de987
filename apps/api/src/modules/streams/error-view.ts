import type { RegisteredError } from '@millrace/streams-rx';
import type { ApplicationView } from './application-view.ts';
import type { InstanceView } from './instance-view.ts';

/** An error of a record as the schema's `StreamsError`. */
export type ErrorView = RegisteredError & { readonly instance: InstanceView | null };

export function viewError(error: RegisteredError, application: ApplicationView): ErrorView {
  return { ...error, instance: application.instance(error.instanceId) };
}
