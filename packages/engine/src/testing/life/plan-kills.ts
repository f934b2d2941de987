import { type KillPoint, killPoints } from './kill-points.ts';

/** Who is killed: the node's process; that and, so that its work is rolled back, its session; all of Postgres. */
const victims = ['NODE', 'NODE AND SESSION', 'SERVER'] as const;

export interface Kill {
  /** Where it is held in the middle of something; null: wherever it happens to be. */
  readonly point: KillPoint | null;
  readonly victim: (typeof victims)[number];
  /** Milliseconds that pass before it. */
  readonly afterMs: number;
}

/** Every point comes once before any comes twice, and every fourth kill is at no point at all. */
export function planKills(chance: () => number, count: number): Kill[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  let left: KillPoint[] = [];
  return Array.from({ length: count }, (_, n) => {
    if (n % 4 === 3) return { point: null, victim: pick(victims), afterMs: Math.floor(chance() * 500) };
    if (left.length === 0) left = [...killPoints];
    const point = left.splice(Math.floor(chance() * left.length), 1)[0] as KillPoint;
    return { point, victim: pick(victims), afterMs: Math.floor(chance() * 20) };
  });
}
