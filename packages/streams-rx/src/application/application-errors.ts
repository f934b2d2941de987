import { MillraceError } from '@millrace/core';

export function applicationNotFound(application: string): MillraceError {
  return new MillraceError(
    'APPLICATION_NOT_FOUND',
    `There is no application "${application}", or not any more: no instance of it is known and it has no state. Start it, or check the name.`,
    { details: { application } },
  );
}
