import { isMillraceError } from '@millrace/core';
import { readSettings } from './settings/settings.ts';
import { startApi } from './start-api.ts';

// The process of the API. Its parent may end it by a signal or by going away (IPC 'disconnect').

let stopping = false;

try {
  const api = await startApi(readSettings(process.env));
  const stop = () => {
    stopping = true;
    api.stop().then(
      () => process.exit(),
      (error: unknown) => fail(error),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  await api.ready;
  process.send?.({ ready: true, url: api.url });
} catch (error) {
  // Told to stop before Postgres answered: that is no failure.
  if (!stopping) fail(error);
}

function fail(error: unknown): never {
  // An expected refusal is a sentence for a person; of anything else the stack is wanted.
  process.stderr.write(`${isMillraceError(error) ? `${error.code}: ${error.message}` : (error as Error)?.stack}\n`);
  process.exit(1);
}
