import { useEffect, useState } from 'react';
import { type LagSample, withSample } from './lag-history.ts';

/** What a lag was while the page is open. `said`: another object with everything the API says, also when the lag is the same. */
export function useLagHistory(said: object, lag: number, connected: boolean): readonly LagSample[] {
  const [history, setHistory] = useState<readonly LagSample[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is said again counts again
  useEffect(() => {
    setHistory((last) => withSample(last, { time: Date.now(), lag }));
  }, [said, lag]);
  useEffect(() => {
    if (!connected) setHistory((last) => withSample(last, { time: Date.now(), lag: null }));
  }, [connected]);
  return history;
}
