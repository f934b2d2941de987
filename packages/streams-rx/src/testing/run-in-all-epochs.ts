import { isDeepStrictEqual } from 'node:util';
import type { TopologyApp } from '../topology/topology-app.ts';
import type { EpochSizes } from './epoch-sizes.ts';
import { TestDriver, type TestDriverOptions } from './test-driver.ts';
import type { TestOutput } from './test-topic.ts';

/** What a test does with a driver: records in, time moved. */
export type TopologyScript = (driver: TestDriver) => Promise<void> | void;

export interface AllEpochsOptions extends Omit<TestDriverOptions, 'epochs'> {
  /** Topics whose records depend on how epochs are cut, but for the last of each key: what a table emits by LAST. */
  readonly lastByKey?: readonly string[];
  /** Seeds of the random sizes. Default 1, 2 and 3. */
  readonly seeds?: readonly number[];
}

/**
 * Runs the same test with epochs of one record, of all that wait, and of seeded random sizes, and throws where what came out differs:
 * topics as multisets of each key, tables row by row. Gives the driver that took all at once.
 */
export async function runInAllEpochs(
  define: (app: TopologyApp) => unknown,
  script: TopologyScript,
  options: AllEpochsOptions = {},
): Promise<TestDriver> {
  const { seeds = [1, 2, 3], lastByKey = [], ...rest } = options;
  const sizes: EpochSizes[] = ['ALL', 'ONE', ...seeds.map((seed) => ({ seed }))];
  let first: TestDriver | undefined;
  for (const epochs of sizes) {
    const driver = await TestDriver.open(define, { ...rest, epochs });
    await script(driver);
    await driver.run();
    if (first) assertSame(first, driver, epochs, lastByKey);
    first ??= driver;
  }
  return first as TestDriver;
}

function assertSame(expected: TestDriver, actual: TestDriver, epochs: EpochSizes, lastByKey: readonly string[]): void {
  const told = typeof epochs === 'string' ? epochs : `seed ${epochs.seed}`;
  const differs = (what: string, one: unknown, other: unknown): Error =>
    new Error(
      `${what} depends on how epochs are cut. With all in one epoch: ${JSON.stringify(one)}; with ${told}: ${JSON.stringify(other)}`,
    );
  for (const topic of new Set([...expected.topics, ...actual.topics])) {
    const seen = (driver: TestDriver) => byKey(driver.output(topic), lastByKey.includes(topic));
    const [one, other] = [seen(expected), seen(actual)];
    if (!isDeepStrictEqual(one, other)) throw differs(`What is in "${topic}"`, one, other);
  }
  for (const { name } of expected.description.stores) {
    const [one, other] = [expected.entries(name), actual.entries(name)];
    if (!isDeepStrictEqual(one, other)) throw differs(`Store "${name}"`, expected.table(name), actual.table(name));
  }
  if (!isDeepStrictEqual(expected.counts, actual.counts))
    throw differs('What is counted', expected.counts, actual.counts);
}

/** Records of each key without their places in the log, sorted; or only the last. */
function byKey(records: readonly TestOutput[], onlyLast: boolean): Record<string, string[]> {
  const keys: Record<string, string[]> = {};
  for (const { key, value, timestamp, headers } of records) {
    const text = JSON.stringify({ value, timestamp, headers });
    const name = JSON.stringify(key);
    keys[name] = onlyLast ? [text] : [...(keys[name] ?? []), text];
  }
  for (const texts of Object.values(keys)) texts.sort();
  return Object.fromEntries(Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1)));
}
