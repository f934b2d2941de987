import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counts, held, members, moved, unit, units } from '../testing/assignables.ts';
import { assignUnits } from './assign-units.ts';
import type { AssignableMember, AssignableUnit } from './assignable.ts';

const topicNames = ['a', 'b', 'c', 'd', 'e'];
const smallIds = ['m0', 'm1', 'm2', 'm3', 'm4', 'gone'];

interface SmallGroup {
  readonly members: readonly AssignableMember[];
  readonly units: readonly AssignableUnit[];
}

/** Few members that subscribe to different topics, few units, held by anybody or by somebody who is gone. */
const smallGroup = fc
  .record({
    members: fc.array(fc.subarray(topicNames), { minLength: 1, maxLength: 5 }),
    units: fc.array(
      fc.record({
        topics: fc.oneof(
          { arbitrary: fc.constantFrom(...topicNames).map((topic) => [topic]), weight: 3 },
          { arbitrary: fc.subarray(topicNames, { minLength: 2, maxLength: 2 }), weight: 1 },
        ),
        holder: fc.option(fc.constantFrom(...smallIds)),
        expected: fc.option(fc.constantFrom(...smallIds)),
      }),
      { maxLength: 10 },
    ),
  })
  .map(
    (group): SmallGroup => ({
      members: group.members.map((topics, n): AssignableMember => ({ id: `m${n}`, topics: new Set(topics) })),
      units: group.units.map((each, n): AssignableUnit => ({ key: `${each.topics.join('+')}/${n}`, ...each })),
    }),
  );

const equalGroup = fc
  .record({
    memberCount: fc.integer({ min: 1, max: 12 }),
    // Members that are gone held some; few of those that are there held much.
    holders: fc.array(fc.option(fc.oneof(fc.nat(15), fc.nat(2)), { nil: null }), { maxLength: 60 }),
    topics: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ memberCount, holders, topics }) => {
    const names = Array.from({ length: topics }, (_, t) => `t${t}`);
    return {
      members: members(memberCount, names),
      units: holders.map((holder, n) =>
        unit(`${names[n % topics]}/${n}`, holder === null ? null : `m${String(holder).padStart(4, '0')}`),
      ),
    };
  });

const squares = (of: readonly number[]) => of.reduce((sum, n) => sum + n * n, 0);

/**
 * Of all assignments there are the most balanced, of those the one with the fewest moves: unit by unit, with the fewest moves by which
 * each possible row of loads is reached.
 */
function bestOfAll(group: SmallGroup) {
  const base = group.units.length + 1;
  let reached = new Map([[0, 0]]);
  for (const { topics, holder } of group.units) {
    const readers = group.members.flatMap(({ id, topics: own }, m) =>
      topics.every((topic) => own.has(topic)) ? [{ id, m }] : [],
    );
    if (readers.length === 0) continue;
    const canStay = readers.some(({ id }) => id === holder);
    const next = new Map<number, number>();
    for (const [loads, moves] of reached) {
      for (const { id, m } of readers) {
        const to = loads + base ** m;
        const cost = moves + (canStay && id !== holder ? 1 : 0);
        if (cost < (next.get(to) ?? Number.POSITIVE_INFINITY)) next.set(to, cost);
      }
    }
    reached = next;
  }
  const outcomes = [...reached].map(([loads, moves]) => ({
    squares: squares(group.members.map((_, m) => Math.floor(loads / base ** m) % base)),
    moves,
  }));
  return outcomes.sort((x, y) => x.squares - y.squares || x.moves - y.moves)[0]!;
}

describe('G3: balanced', () => {
  it('with equal subscriptions the numbers differ by one at most', () => {
    fc.assert(
      fc.property(equalGroup, (group) => {
        const loads = counts(assignUnits(group.units, group.members), group.members);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
      }),
    );
  });

  const expectBest = (group: SmallGroup): void => {
    const after = assignUnits(group.units, group.members);
    const moves = moved(group.units, after).filter((key) => {
      const { holder, topics } = group.units.find((each) => each.key === key)!;
      const member = group.members.find(({ id }) => id === holder);
      return member !== undefined && topics.every((topic) => member.topics.has(topic));
    });
    const found = { squares: squares(counts(after, group.members)), moves: moves.length };
    expect(found).toEqual(bestOfAll(group));
  };

  it('with any subscriptions no assignment is better balanced, and none as balanced has fewer moves (G4)', () => {
    fc.assert(fc.property(smallGroup, expectBest), { numRuns: 500 });
  });

  it.each<[string, Record<string, string>, Record<string, string | null>]>([
    [
      'a unit that has moved already moves on for nothing',
      { m0: 'a,c', m1: 'b,c', m2: 'a,b' },
      { 'c/0': 'm1', 'a/1': 'm1', 'b/2': null, 'a/3': null, 'b/4': null, 'b/5': 'm0' },
    ],
    [
      'a unit goes back if its holder and whoever has it only change places',
      { m0: 'd,e', m1: 'b,c,d,e', m2: 'a,b,e', m3: 'a', m4: 'b,c' },
      { 'd/0': null, 'c/1': null, 'e/2': 'm0' },
    ],
    [
      'of the units that a member can give it gives the one that it did not have before',
      { m0: 'a,c,d,e', m1: 'a,b,d', m2: 'd,e', m3: 'c,d', m4: 'b,c,d,e' },
      { 'c/0': 'm4', 'c/1': 'm0', 'a/2': 'm4', 'b/3': null, 'c/4': 'm4', 'a/5': 'm1', 'b/6': 'm2', 'a/7': 'm1' },
    ],
  ])('%s', (_, subscriptions, holders) => {
    expectBest({
      members: Object.entries(subscriptions).map(([id, topics]) => ({ id, topics: new Set(topics.split(',')) })),
      units: Object.entries(holders).map(([key, holder]) => unit(key, holder)),
    });
  });

  it('finds a chain: a gives to b what only they read, so that b can give to c', () => {
    const group = [
      { id: 'a', topics: new Set(['x']) },
      { id: 'b', topics: new Set(['x', 'y']) },
      { id: 'c', topics: new Set(['y']) },
    ];
    const before = [...units('x', 4, () => 'a'), ...units('y', 2, () => 'b')];
    expect(counts(assignUnits(before, group), group)).toEqual([2, 2, 2]);
  });

  it('more members than units: the rest stand by', () => {
    const group = members(5, ['a']);
    expect(counts(assignUnits(units('a', 3), group), group)).toEqual([1, 1, 1, 0, 0]);
  });
});

describe('G4: sticky', () => {
  it('with equal subscriptions no more units move than must', () => {
    fc.assert(
      fc.property(equalGroup, (group) => {
        const ids = new Set(group.members.map(({ id }) => id));
        const before = group.members.map(({ id }) => group.units.filter(({ holder }) => holder === id).length);
        const low = Math.floor(group.units.length / group.members.length);
        const oneMore = group.units.length % group.members.length;
        const over = before.reduce((sum, n) => sum + Math.max(0, n - low - 1), 0);
        const must = over + Math.max(0, before.filter((n) => n > low).length - oneMore);
        const after = assignUnits(group.units, group.members);
        expect(
          moved(group.units, after).filter((key) => ids.has(group.units.find((u) => u.key === key)!.holder!)),
        ).toHaveLength(must);
      }),
    );
  });

  it('what is assigned stays so when nothing changes', () => {
    fc.assert(
      fc.property(fc.oneof(smallGroup, equalGroup), (group) => {
        const once = assignUnits(group.units, group.members);
        expect(assignUnits(held(group.units, once), group.members)).toEqual(once);
      }),
    );
  });

  it('through any joins and leaves: only to who joins, only from who leaves', () => {
    const steps = fc.array(fc.record({ join: fc.boolean(), who: fc.nat(9) }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), steps, (count, all) => {
        const everybody = members(10, ['a']);
        const present = new Set([everybody[0]!]);
        let now = units('a', count);
        now = held(now, assignUnits(now, [...present]));
        for (const { join, who } of all) {
          const member = everybody[who]!;
          if (present.has(member) === join || (!join && present.size === 1)) continue;
          if (join) present.add(member);
          else present.delete(member);
          const after = assignUnits(now, [...present]);
          for (const key of moved(now, after)) {
            expect(join ? after.get(key) : now.find((each) => each.key === key)!.holder).toBe(member.id);
          }
          now = held(now, after);
        }
      }),
    );
  });

  it('sends what is on its way where it was to go, if that is as balanced', () => {
    const group = members(3, ['a']);
    const before = [
      ...units('a', 4, () => 'm0000'),
      { ...unit('a/4'), expected: 'm0002' },
      { ...unit('a/5'), expected: 'm0001' },
    ];
    const after = assignUnits(before, group);
    expect([after.get('a/4'), after.get('a/5')]).toEqual(['m0002', 'm0001']);
  });
});

describe('G6: who may read what', () => {
  it('nobody gets what it may not read, and what nobody may read has nobody', () => {
    fc.assert(
      fc.property(smallGroup, (group) => {
        const after = assignUnits(group.units, group.members);
        for (const { key, topics } of group.units) {
          const readers = group.members.filter((member) => topics.every((topic) => member.topics.has(topic)));
          if (readers.length === 0) expect(after.get(key)).toBeNull();
          else expect(readers.map(({ id }) => id)).toContain(after.get(key));
        }
      }),
    );
  });
});

describe('assigning', () => {
  it('gives the same for the same input in any order', () => {
    fc.assert(
      fc.property(smallGroup, fc.infiniteStream(fc.nat()), (group, numbers) => {
        const shuffle = <T>(list: readonly T[]): T[] =>
          list
            .map((each) => [numbers.next().value as number, each] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, each]) => each);
        expect(assignUnits(shuffle(group.units), shuffle(group.members))).toEqual(
          assignUnits(group.units, group.members),
        );
      }),
    );
  });

  it("spreads one topic's units over members where the numbers allow it", () => {
    const group = members(3, ['a', 'b']);
    const fresh = assignUnits([...units('a', 3), ...units('b', 3)], group);
    for (const topic of ['a', 'b']) expect(new Set([0, 1, 2].map((n) => fresh.get(`${topic}/${n}`))).size).toBe(3);
    for (const [ofA, ofB, given] of [
      [4, 2, ['a', 'a', 'b']],
      [2, 4, ['a', 'b', 'b']],
    ] as const) {
      const before = [...units('a', ofA, () => 'm0000'), ...units('b', ofB, () => 'm0000')];
      expect(moved(before, assignUnits(before, members(2, ['a', 'b']))).map((key) => key[0])).toEqual(given);
    }
  });

  // Limits are twenty times what it takes on a quiet machine: for what grows too fast, whatever else runs.
  it.each([
    ['600 units, 200 members', 600, 200, 300],
    ['10,000 units, 1,000 members', 10_000, 1_000, 4_000],
  ])(
    '%s: joining, leaving, taking over, changing subscriptions',
    (_, unitCount, memberCount, limitMs) => {
      const topics = Array.from({ length: 20 }, (_, t) => `t${t}`);
      const equal = members(memberCount, topics);
      const sets = topics.map((_, t) => new Set([0, 1, 2, 3].map((more) => topics[(t + more) % topics.length]!)));
      const different = equal.map(({ id }, m) => ({ id, topics: sets[m % sets.length]! }));
      const free = topics.flatMap((topic) => units(topic, unitCount / topics.length));
      const byOne = free.map((each) => ({ ...each, holder: equal[0]!.id }));
      const took: Record<string, number> = {};
      const measure = (name: string, from: AssignableUnit[], to: AssignableMember[]): AssignableUnit[] => {
        // What this process used, not what others on the machine did meanwhile.
        const start = process.cpuUsage();
        const after = assignUnits(from, to);
        took[name] = process.cpuUsage(start).user / 1_000;
        return held(from, after);
      };
      const settledEqual = measure('equal, fresh', free, equal);
      measure('equal, one leaves', settledEqual, equal.slice(1));
      measure('equal, all held by one', byOne, equal);
      const settledDifferent = measure('different, fresh', free, different);
      measure('different, one leaves', settledDifferent, different.slice(1));
      measure('different, a tenth leaves', settledDifferent, different.slice(memberCount / 10));
      measure('different, all held by one', byOne, different);
      measure('from equal to different', settledEqual, different);
      measure('from different to equal', settledDifferent, equal);
      for (const [name, ms] of Object.entries(took)) expect(ms, name).toBeLessThan(limitMs);
    },
    60_000,
  );
});
