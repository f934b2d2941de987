import type { Logger } from '@millrace/core';
import { pino } from 'pino';
import type { LogLevel } from '../settings/settings.ts';

/** JSON lines on standard output; errors with their stack. */
export function makeLogger(level: LogLevel): Logger {
  return pino({
    level,
    base: { service: 'millrace-api' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: pino.stdSerializers.err },
  });
}
