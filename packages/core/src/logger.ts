/** What a log line carries beside its message; values must be JSON. `error` is printed with its stack. */
export type LogFields = Record<string, unknown>;

/** The part of pino's interface that is used here, so that tests can pass a small object. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  child(fields: LogFields): Logger;
}

/** Says nothing: for tests and for embedding. */
export const silentLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLogger,
};
