/** How long a child may take to stop by itself once its launcher is gone. */
const graceMs = 20_000;

/**
 * Loaded into every child before its own code: when the launcher dies, also by kill -9, the channel to it closes, and the
 * child stops as it does on SIGTERM. A `data:` URL, so that it is the same from sources and from a build, and needs nothing
 * of the child. Processes that the child forks inherit the flag; their channel is the child's, and left alone.
 */
const source = `
if (process.env.MILLRACE_LAUNCHER_PID === String(process.ppid)) {
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), ${graceMs}).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  process.channel?.unref();
}
`;

export const childGuardFlags: readonly string[] = ['--import', `data:text/javascript,${encodeURIComponent(source)}`];

export const childGuardEnvironment: Readonly<Record<string, string>> = { MILLRACE_LAUNCHER_PID: String(process.pid) };
