import type { EngineObserver } from '../engine-observer.ts';
import type { RateMeter } from './rate-meter.ts';

/** An observer that tells a meter, too, what is appended and read. `silent` names every method there is. */
export function meteredObserver(observer: EngineObserver, silent: EngineObserver, meter: RateMeter): EngineObserver {
  const names = Object.keys(silent) as (keyof EngineObserver)[];
  // Bound one by one: methods of a class are not properties of its instances, and its private fields need their own `this`.
  const bound = Object.fromEntries(names.map((name) => [name, observer[name].bind(observer)]));
  return {
    ...(bound as unknown as EngineObserver),
    appended(topic, records, bytes) {
      meter.appended(topic, records, bytes);
      observer.appended(topic, records, bytes);
    },
    fetched(topic, records, bytes) {
      meter.fetched(topic, records, bytes);
      observer.fetched(topic, records, bytes);
    },
  };
}
