import { MillraceError } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { refusal } from '../conformance/log-store.ts';
import { GroupChanges } from './group-changes.ts';

const ended = { done: true, value: undefined };
const named = (value: string) => ({ done: false, value });

describe('changes of groups', () => {
  it('are told by name to everybody who reads them', async () => {
    const changes = new GroupChanges();
    const [a, b] = [changes.read(), changes.read()];
    const first = a.next();
    changes.changed('x');
    changes.changed('y');
    expect([await first, await a.next()]).toEqual([named('x'), named('y')]);
    expect([await b.next(), await b.next()]).toEqual([named('x'), named('y')]);
    changes.changed('z');
    expect(await changes.read().return?.()).toEqual(ended);
    expect(await a.next()).toEqual(named('z'));
  });

  it('of one group are told once to who is slow', async () => {
    const changes = new GroupChanges();
    const reader = changes.read();
    for (let i = 0; i < 1_000; i++) changes.changed(`g${i % 2}`);
    expect([await reader.next(), await reader.next()]).toEqual([named('g0'), named('g1')]);
    const next = reader.next();
    changes.changed('later');
    expect(await next).toEqual(named('later'));
  });

  it('that wait for one reader are bounded: the oldest are lost', async () => {
    const changes = new GroupChanges();
    const reader = changes.read();
    for (let i = 0; i < 10_005; i++) changes.changed(`g${i}`);
    expect(await reader.next()).toEqual(named('g5'));
  });

  it('end at once with return(), also for a next() that waits', async () => {
    const changes = new GroupChanges();
    const reader = changes.read();
    const waiting = [reader.next(), reader.next()];
    expect(await reader.return?.()).toEqual(ended);
    expect(await Promise.all(waiting)).toEqual([ended, ended]);
    changes.changed('x');
    expect(await reader.next()).toEqual(ended);
  });

  it('end with an error when the node stops', async () => {
    const changes = new GroupChanges();
    const [waits, idle] = [changes.read(), changes.read()];
    const [first, second] = [waits.next(), waits.next()];
    changes.changed('x');
    changes.close(new MillraceError('SHUTTING_DOWN', 'This node is stopping.'));
    expect(await first).toEqual(named('x'));
    await expect(second).rejects.toEqual(refusal('SHUTTING_DOWN'));
    expect(await idle.next()).toEqual(named('x'));
    await expect(idle.next()).rejects.toEqual(refusal('SHUTTING_DOWN'));
    expect([await waits.next(), await idle.next()]).toEqual([ended, ended]);
    await expect(changes.read().next()).rejects.toEqual(refusal('SHUTTING_DOWN'));
  });
});
