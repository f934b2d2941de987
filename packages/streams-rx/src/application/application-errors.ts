import { MillraceError } from '@millrace/core';

export function applicationNotFound(application: string): MillraceError {
  return new MillraceError(
    'APPLICATION_NOT_FOUND',
    `There is no application "${application}", or not any more: no instance of it is known and it has no state. Start it, or check the name.`,
    { details: { application } },
  );
}

export function applicationRunning(application: string, aliveInstances: number): MillraceError {
  const who =
    aliveInstances > 0
      ? `${aliveInstances === 1 ? 'An instance' : `${aliveInstances} instances`} of "${application}" ${aliveInstances === 1 ? 'is' : 'are'} alive`
      : `The group of "${application}" has members`;
  return new MillraceError(
    'APPLICATION_RUNNING',
    `${who}: stop all instances first, or wait some seconds where one was killed.`,
    { details: { application, aliveInstances } },
  );
}
