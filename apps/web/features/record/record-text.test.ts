import { expect, it } from 'vitest';
import { type RecordData, recordJson } from './record-text.ts';

const record = {
  topic: 't',
  partition: 0,
  offset: 1,
  timestamp: '2026-11-29T00:00:00.000Z',
  key: null,
  value: null,
  keyError: null,
  valueError: 'Not JSON',
  tombstone: false,
  headers: [
    { key: 'text', value: 'x', valueBytes: 'eA==' },
    { key: 'bytes', value: null, valueBytes: '/w==' },
    { key: 'none', value: null, valueBytes: null },
  ],
} as unknown as RecordData;

it('leaves out nothing of a record as JSON: neither headers that are bytes nor why a value could not be decoded', () => {
  expect(JSON.parse(recordJson(record))).toEqual({
    topic: 't',
    partition: 0,
    offset: 1,
    timestamp: '2026-11-29T00:00:00.000Z',
    key: null,
    value: null,
    valueError: 'Not JSON',
    tombstone: false,
    headers: [
      { key: 'text', value: 'x' },
      { key: 'bytes', value: null, valueBytes: '/w==' },
      { key: 'none', value: null },
    ],
  });
});
