import { describe, expect, it } from 'vitest';
import { fromBase64 } from './bytes.ts';
import { draftOf, draftProblems, emptyDraft, recordInputOf } from './record-draft.ts';

const valueText = (value: string) => {
  const { valueBytes } = recordInputOf({ ...emptyDraft, value }, 'STRING', 'JSON');
  return new TextDecoder().decode(fromBase64(valueBytes ?? ''));
};

describe('recordInputOf', () => {
  it('sends a JSON value digit by digit', () => {
    expect(valueText('{ "id": 9007199254740993 }')).toBe('{"id":9007199254740993}');
  });

  it('tells JSON null from a tombstone', () => {
    expect(valueText('null')).toBe('null');
    expect(recordInputOf({ ...emptyDraft, value: '1', tombstone: true }, 'STRING', 'JSON')).toEqual({});
  });

  it('leaves out what is not there', () => {
    expect(recordInputOf(emptyDraft, 'STRING', 'STRING')).toEqual({ value: '' });
    const full = { key: '{"a": 1}', value: 'AAE=', tombstone: false, headers: [{ key: 'h', value: '' }], partition: 3 };
    expect(recordInputOf(full, 'JSON', 'BYTES')).toEqual({
      key: { a: 1 },
      valueBytes: 'AAE=',
      headers: [{ key: 'h', value: '' }],
      partition: 3,
    });
  });
});

describe('draftProblems', () => {
  it('finds nothing wrong with a string topic', () => {
    expect(draftProblems(emptyDraft, 'STRING', 'STRING')).toEqual({});
  });

  it('names each field', () => {
    const draft = { ...emptyDraft, key: '12345678901234567890', value: '{', headers: [{ key: '', value: 'x' }] };
    const problems = draftProblems(draft, 'JSON', 'JSON');
    expect(problems.key).toContain('2^53');
    expect(problems.value).toContain('Not JSON');
    expect(problems.headers).toEqual(['A header needs a name.']);
  });

  it('asks for base64 where a format is bytes or one it does not know', () => {
    expect(draftProblems({ ...emptyDraft, value: '{}' }, 'STRING', 'BYTES').value).toContain('base64');
    expect(draftProblems({ ...emptyDraft, value: '{}' }, 'STRING', 'AVRO' as never).value).toContain('base64');
  });

  it('wants a value or a tombstone', () => {
    expect(draftProblems(emptyDraft, 'STRING', 'JSON').value).toContain('Tombstone');
    expect(draftProblems({ ...emptyDraft, tombstone: true }, 'STRING', 'JSON')).toEqual({});
  });
});

describe('draftOf', () => {
  const record = {
    topic: 't',
    partition: 1,
    offset: 9,
    timestamp: '',
    key: 'k',
    value: 'v',
    tombstone: false,
    keyError: null,
    valueError: null,
    headers: [],
  };

  it('writes a string of a JSON topic as JSON and of a string topic as it is', () => {
    expect(draftOf(record, 'STRING', 'JSON')).toMatchObject({ key: 'k', value: '"v"', partition: null });
    expect(draftOf(record, 'JSON', 'STRING')).toMatchObject({ key: '"k"', value: 'v' });
  });

  it('keeps JSON null and tombstones apart', () => {
    expect(draftOf({ ...record, value: null }, 'STRING', 'JSON')).toMatchObject({ value: 'null', tombstone: false });
    expect(draftOf({ ...record, value: null, tombstone: true }, 'STRING', 'JSON')).toMatchObject({
      value: '',
      tombstone: true,
    });
  });
});
