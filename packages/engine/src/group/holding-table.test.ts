import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { memberOf } from '../testing/group-states.ts';
import type { GroupEvent, Holding } from './group-state.ts';
import { nextHolding, type UnitSituation } from './holding-table.ts';

const specification = new URL('../../../../docs/specs/consumer-group.md', import.meta.url);

const now = 1_000_000;
const timeout = 5_000;
const generation = 7;
const members = new Map(['owner', 'other'].map((id) => [id, memberOf(id, ['t'], { revocationTimeoutMs: timeout })]));
const without = new Map([...members].filter(([id]) => id !== 'owner'));

const owned: Holding = { state: 'owned', owner: 'owner', generation: 3 };
const revoking: Holding = { ...owned, state: 'revoking', deadline: now + timeout };
const taken: Holding = { state: 'owned', owner: 'other', generation };
const situation: UnitSituation = { members, generation, now, target: 'other', released: false };

/** What the words of the specification mean: holding and situation before, holding after. */
const meanings: Record<string, readonly (readonly [Holding, Partial<UnitSituation>, Holding])[]> = {
  take: [
    [{ state: 'free' }, {}, taken],
    [{ state: 'free' }, { target: null }, { state: 'free' }],
  ],
  'keep or revoke': [
    [owned, { target: 'owner' }, owned],
    [owned, { target: 'owner', released: true }, owned],
    [owned, {}, revoking],
    [owned, { target: null }, revoking],
    [owned, { members: without }, taken],
    [owned, { members: without, target: null }, { state: 'free' }],
  ],
  wait: [
    [revoking, {}, revoking],
    [revoking, { target: 'owner' }, revoking],
    [revoking, { released: true }, revoking],
    [revoking, { now: now + timeout - 1 }, revoking],
    [revoking, { now: now + timeout }, taken],
    [revoking, { now: now + timeout, target: 'owner' }, { ...taken, owner: 'owner' }],
    [revoking, { now: now + timeout, target: null }, { state: 'free' }],
    [revoking, { now: now - 1_000 }, revoking],
    [revoking, { now: now - 1_001 }, taken],
    [revoking, { members: without }, taken],
  ],
  'give up': [
    [revoking, { released: true }, taken],
    [revoking, { released: true, target: 'owner' }, { ...taken, owner: 'owner' }],
    [revoking, { released: true, target: null }, { state: 'free' }],
    [revoking, {}, revoking],
    [revoking, { now: now + timeout }, taken],
    [revoking, { now: now - 1_001 }, taken],
    [revoking, { members: without }, taken],
  ],
};

/** The cells of the table in the specification: [holding, event, what becomes of it]. */
function cells(): [string, string, string][] {
  const rows = readFileSync(specification, 'utf8')
    .split('\n')
    .map((line) =>
      line
        .trim()
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const head = rows.findIndex((row) => row[0] === 'holding');
  const events = rows[head]!.slice(1);
  return rows
    .slice(head + 2, head + 5)
    .flatMap(([holding, ...row]) => row.map((word, i): [string, string, string] => [holding!, events[i]!, word]));
}

describe('G1, G8: the table of transitions', () => {
  it('has every holding and every event', () => {
    const all = new Set(cells().map(([holding, event]) => `${holding} ${event}`));
    expect(all.size).toBe(3 * 6);
  });

  it.each(cells())('%s, %s: %s', (holding, event, word) => {
    const examples = meanings[word]!.filter(([before]) => before.state === holding);
    expect(examples.length).toBeGreaterThan(0);
    for (const [before, changes, after] of examples) {
      const found = nextHolding(event as GroupEvent['type'], before, { ...situation, ...changes });
      expect(found).toEqual(after);
      if (before.state !== 'free' && after === before) expect(found).toBe(before);
    }
  });
});
