import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runInAllEpochs } from '../testing/run-in-all-epochs.ts';
import {
  type Event,
  event,
  flush,
  join,
  kinds,
  mergedByTime,
  model,
  results,
  script,
  text,
  windows,
} from '../testing/stream-join-model.ts';

describe('joinStream, leftJoinStream and outerJoinStream', () => {
  it('joins every pair within the window, and gives every other record alone, where nothing is late', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 30 }),
        windows,
        kinds,
        fc.nat(),
        async (events, bounds, kind, seed) => {
          const driver = await runInAllEpochs(
            join(kind, { ...bounds, grace: 100 }),
            async (test) => {
              script(test, events);
              await test.run();
              script(test, [flush]);
            },
            { seeds: [seed] },
          );
          const met = new Set<Event>();
          const expected: string[] = [];
          for (const left of events.filter(({ side }) => side === 0)) {
            for (const right of events.filter(({ side }) => side === 1)) {
              const distance = right.time - left.time;
              if (left.key !== right.key || distance < -bounds.before || distance > bounds.after) continue;
              met.add(left).add(right);
              expected.push(`${left.key} ${Math.max(left.time, right.time)} ${left.value}${right.value}`);
            }
          }
          for (const alone of events.filter((one) => !met.has(one))) {
            if (kind === 'inner' || (kind === 'left' && alone.side === 1)) continue;
            const value = alone.side === 0 ? text(alone.value, null) : text(null, alone.value);
            expected.push(`${alone.key} ${alone.time} ${value}`);
          }
          expect(results(driver).sort()).toEqual(expected.sort());
        },
      ),
      { numRuns: 30 },
    );
  });

  it('gives of late records what the rules say, record by record', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 40 }),
        windows,
        kinds,
        fc.nat(),
        async (events, bounds, kind, seed) => {
          const driver = await runInAllEpochs(
            join(kind, bounds),
            async (test) => {
              // One by one: the order of the events is that of the task's input.
              for (const one of events) {
                script(test, [one]);
                await test.run();
              }
            },
            { seeds: [seed] },
          );
          expect({ results: results(driver), late: driver.counts.late }).toEqual(model(events, bounds, kind));
          const ordered = await runInAllEpochs(join(kind, bounds), (test) => script(test, events), { seeds: [seed] });
          const merged = mergedByTime(events);
          expect({ results: results(ordered), late: ordered.counts.late }).toEqual(model(merged, bounds, kind));
        },
      ),
      { numRuns: 30 },
    );
  });
});
