import type { AssignableMember, AssignableUnit } from '../group/assignable.ts';

type Assignment = ReadonlyMap<string, string | null>;

export function unit(key: string, holder: string | null = null, topics = [key.split('/')[0]!]): AssignableUnit {
  return { key, topics, holder, expected: null };
}

export function units(
  topic: string,
  count: number,
  holder: (n: number) => string | null = () => null,
): AssignableUnit[] {
  return Array.from({ length: count }, (_, n) => unit(`${topic}/${n}`, holder(n)));
}

export function members(count: number, topics: readonly string[]): AssignableMember[] {
  const set = new Set(topics);
  return Array.from({ length: count }, (_, n) => ({ id: `m${String(n).padStart(4, '0')}`, topics: set }));
}

export function counts(assignment: Assignment, of: readonly AssignableMember[]): number[] {
  const count = new Map(of.map(({ id }) => [id, 0]));
  for (const id of assignment.values()) if (id !== null) count.set(id, count.get(id)! + 1);
  return [...count.values()];
}

export function moved(before: readonly AssignableUnit[], after: Assignment): string[] {
  return before.filter(({ key, holder }) => holder !== null && after.get(key) !== holder).map(({ key }) => key);
}

export function held(before: readonly AssignableUnit[], after: Assignment): AssignableUnit[] {
  return before.map((each) => ({ ...each, holder: after.get(each.key)! }));
}
