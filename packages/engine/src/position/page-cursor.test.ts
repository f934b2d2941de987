import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './page-cursor.ts';

const topic = { id: 7, name: 'orders' };
const cursors = fc.record({
  topicId: fc.constant(topic.id),
  direction: fc.constantFrom('forward' as const, 'backward' as const),
  logEpoch: fc.nat(),
  offsets: fc.array(fc.tuple(fc.nat(1000), fc.maxSafeNat()), { minLength: 1 }).map((entries) => new Map(entries)),
});

describe('L19: page cursors', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(cursors, (cursor) => {
        expect(decodeCursor(encodeCursor(cursor), topic)).toEqual(cursor);
      }),
    );
  });

  it('pass through URLs', () => {
    fc.assert(
      fc.property(cursors, (cursor) => {
        expect(encodeCursor(cursor)).toMatch(/^[A-Za-z0-9_-]+$/);
      }),
    );
  });

  it.each([
    ['of another topic', encodeCursor({ topicId: 8, direction: 'forward', logEpoch: 0, offsets: new Map([[0, 1]]) })],
    ['that is empty', ''],
    ['that is no JSON', 'abc'],
    ['that is no list', Buffer.from('{"a":1}').toString('base64url')],
    ['in no direction', Buffer.from('[7,"sideways",0,0,1]').toString('base64url')],
    ['of no partition', Buffer.from('[7,"forward",0]').toString('base64url')],
    ['with half a pair', Buffer.from('[7,"forward",0,0]').toString('base64url')],
    ['with an epoch that is none', Buffer.from('[7,"forward",2147483648,0,1]').toString('base64url')],
    ['with an offset before 0', Buffer.from('[7,"forward",0,0,-1]').toString('base64url')],
    ['with an offset that is no whole number', Buffer.from('[7,"forward",0,0,1.5]').toString('base64url')],
    ['with text for an offset', Buffer.from('[7,"forward",0,0,"1"]').toString('base64url')],
  ])('refuse one %s', (_, text) => {
    expect(() => decodeCursor(text, topic)).toThrow(expect.objectContaining({ code: 'INVALID_POSITION' }));
  });
});
