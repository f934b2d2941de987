// A large transfer within ten minutes of a new password, of the same account: two streams joined in a window of time.
import { deepEqual } from 'node:assert/strict';
import { createStreams, joinStream, minutes, to } from '@millrace/streams-rx';
import { filter } from 'rxjs';
import { Example } from './example.ts';

interface Transfer {
  readonly to: string;
  readonly amount: number;
}

interface PasswordChange {
  readonly address: string;
}

// Both are keyed by account and have as many partitions: records of one account are in one task.
const example = await Example.open('fraud', ['transfers', 'password_changes', 'suspicious_transfers']);
const app = createStreams({
  applicationId: 'fraud',
  engine: example.engine,
  // Of two topics the one with older records is read first; this long an empty one is waited for.
  limits: { maxTaskIdleMs: 1_000 },
});

const changes = app.stream<string, PasswordChange>('password_changes');
app.stream<string, Transfer>('transfers').pipe(
  filter(({ value }) => value.amount >= 1_000),
  joinStream(changes, (transfer, change) => ({ ...transfer, changedFrom: change.address }), {
    // The change comes up to ten minutes before the transfer, and not after it. A record may be a minute late.
    before: minutes(10),
    after: 0,
    grace: minutes(1),
  }),
  to('suspicious_transfers'),
);

await app.start();

const at = (minute: number) => Date.UTC(2026, 0, 1, 12, 0) + minutes(minute);
await example.produce('password_changes', [
  { key: 'ada', value: { address: '203.0.113.7' }, timestamp: at(0) },
  { key: 'bob', value: { address: '198.51.100.2' }, timestamp: at(5) },
  { key: 'eve', value: { address: '192.0.2.66' }, timestamp: at(9) },
]);
await example.produce('transfers', [
  { key: 'ada', value: { to: 'shop', amount: 20 }, timestamp: at(1) },
  { key: 'ada', value: { to: 'mallory', amount: 5_000 }, timestamp: at(3) },
  { key: 'ada', value: { to: 'mallory', amount: 4_000 }, timestamp: at(11) },
  { key: 'bob', value: { to: 'landlord', amount: 1_200 }, timestamp: at(4) },
  { key: 'eve', value: { to: 'mallory', amount: 9_000 }, timestamp: at(9) },
  { key: 'joe', value: { to: 'landlord', amount: 1_500 }, timestamp: at(9) },
]);
await example.processed(app);

const found = await example.records('suspicious_transfers');
deepEqual(found, [
  { key: 'ada', value: { to: 'mallory', amount: 5_000, changedFrom: '203.0.113.7' }, timestamp: at(3) },
  { key: 'eve', value: { to: 'mallory', amount: 9_000, changedFrom: '192.0.2.66' }, timestamp: at(9) },
]);
for (const { key, value } of found) console.log(`suspicious: ${key} ${JSON.stringify(value)}`);

await app.stop();
await example.close();
