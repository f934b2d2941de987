import { isMillraceError } from '@millrace/core';
import { readyText } from './messages.ts';
import { type Platform, startPlatform } from './platform.ts';
import { onStopSignals } from './stop-signals.ts';

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** `npm start` and, with `dev`, `npm run dev`: runs until a signal, and sets the process's exit code. */
export async function main(options: { readonly dev: boolean }): Promise<void> {
  // The terminal may be gone while everything is being stopped in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  let platform: Platform | undefined;
  let force = false;
  const starting = new AbortController();

  onStopSignals({
    stop(signal) {
      say(`${signal === 'SIGINT' ? '\n' : ''}Stopping. ${platform ? 'Once more to stop at once.' : ''}`.trimEnd());
      starting.abort();
      if (platform) void finish(platform.stop());
    },
    stopAtOnce() {
      if (force) return;
      force = true;
      say('Stopping at once; Postgres recovers at the next start, and nothing acknowledged is lost.');
      if (platform) void finish(platform.stop({ force: true }));
      else process.exit(130);
    },
  });

  try {
    platform = await startPlatform({ dev: options.dev, report: say, signal: starting.signal });
    if (starting.signal.aborted) return await finish(platform.stop({ force }));
    process.stdout.write(readyText(platform, { seconds: performance.now() / 1000, dev: options.dev }));
  } catch (error) {
    if (isMillraceError(error, 'SHUTTING_DOWN')) {
      say('Stopped.');
      process.exit(0);
    }
    say(isMillraceError(error) ? `\n${error.message}` : String(error instanceof Error ? error.stack : error));
    process.exit(1);
  }
}

async function finish(stopped: Promise<void>): Promise<void> {
  try {
    await stopped;
    say('Stopped.');
    process.exit(0);
  } catch (error) {
    say(`Not everything stopped: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  }
}
