import { findRunningPlatform, startPlatform } from '@millrace/platform';

export interface DemoPlatform {
  readonly graphqlUrl: string;
  readonly consoleUrl: string | null;
  /** Whether it goes again when the demo ends. */
  readonly startedHere: boolean;
  /** Stops it where it was started here. */
  release(): Promise<void>;
}

/** The platform of `npm start` where it runs, else one that is started for the demo, without the console. */
export async function findOrStartPlatform(report: (line: string) => void, signal: AbortSignal): Promise<DemoPlatform> {
  const running = await findRunningPlatform();
  if (running) {
    const { graphqlUrl, consoleUrl } = running;
    return { graphqlUrl, consoleUrl, startedHere: false, release: async () => {} };
  }
  report('Millrace does not run: starting it for the demo.');
  const platform = await startPlatform({ console: false, report, signal });
  const { graphqlUrl } = platform;
  return { graphqlUrl, consoleUrl: null, startedHere: true, release: () => platform.stop() };
}
