import type { TestDriver } from './test-driver.ts';

const prefix = 'millrace.error.';

/** What a driver has in the topic `dead`: records, and what the headers of their errors say. */
export function deadLetters(driver: TestDriver) {
  return driver.output('dead').map(({ key, value, timestamp, headers }) => {
    const of = (name: string) => headers.find((header) => header.key === prefix + name)?.value;
    return {
      key,
      value,
      timestamp,
      /** `topic/partition/offset`. */
      place: ['topic', 'partition', 'offset'].map(of).join('/'),
      reason: `${of('kind')}: ${of('message')}`,
      /** Those that it had. */
      headers: headers.filter((header) => !header.key.startsWith(prefix)),
    };
  });
}
