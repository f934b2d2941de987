/** Something real, of which some members are others. */
export function withCalls<T extends object>(target: T, changed: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      if (Object.hasOwn(changed, name)) return changed[name as keyof T];
      const value = Reflect.get(target, name, target);
      // Private fields are the target's own.
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
