/**
 * The terminal sends Ctrl-C and its own end to every process of a command, and npm and `run.mjs` send on what they get. What comes
 * within this time of the first one is that one, not a person who does not want to wait.
 */
const sameSignalMs = 1_000;

/** What is done when this process is asked to end. */
export interface StopHandlers {
  /** At the first signal. */
  stop(signal: NodeJS.Signals): void;
  /** At each that comes more than a second later. */
  stopAtOnce(): void;
}

/** Takes SIGINT, SIGTERM and SIGHUP, for good: none of them ends this process by itself any more. */
export function onStopSignals({ stop, stopAtOnce }: StopHandlers): void {
  let askedAt: number | undefined;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, (signal) => {
      const now = performance.now();
      if (askedAt === undefined) {
        askedAt = now;
        stop(signal);
      } else if (now - askedAt > sameSignalMs) stopAtOnce();
    });
  }
}

/** Aborted by the first signal, for what then leaves everything as it was; a later one ends this process with 130. */
export function interruptionSignal(): AbortSignal {
  const interruption = new AbortController();
  onStopSignals({ stop: () => interruption.abort(), stopAtOnce: () => process.exit(130) });
  return interruption.signal;
}
