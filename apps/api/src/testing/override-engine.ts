import type { Engine } from '@millrace/engine';

/** The engine with some of its methods replaced, for faults that a real one shows too seldom. */
export function overrideEngine(engine: Engine, overrides: Partial<Engine>): Engine {
  return new Proxy(engine, {
    get(target, name) {
      if (name in overrides) return overrides[name as keyof Engine];
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
