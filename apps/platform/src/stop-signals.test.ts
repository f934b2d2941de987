import { expect, it, onTestFinished, vi } from 'vitest';
import { onStopSignals } from './stop-signals.ts';

it('takes what comes within a second for the first signal, and only a later one for haste', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(5_000);
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const before = names.map((name) => process.listeners(name));
  onTestFinished(() => {
    now.mockRestore();
    for (const [i, name] of names.entries()) {
      for (const listener of process.listeners(name)) {
        if (!before[i]?.includes(listener)) process.off(name, listener);
      }
    }
  });
  const asked: string[] = [];
  onStopSignals({ stop: (signal) => asked.push(signal), stopAtOnce: () => asked.push('at once') });
  process.emit('SIGHUP', 'SIGHUP');
  now.mockReturnValue(6_000);
  process.emit('SIGHUP', 'SIGHUP');
  expect(asked).toEqual(['SIGHUP']);
  now.mockReturnValue(6_001);
  process.emit('SIGHUP', 'SIGHUP');
  expect(asked).toEqual(['SIGHUP', 'at once']);
});
