import { describe, expect, it } from 'vitest';
import { bytesOf, fromBase64, toBase64 } from './bytes.ts';
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
    const full = { ...emptyDraft, key: '{"a": 1}', value: 'AAE=', headers: [{ key: 'h', value: '' }], partition: 3 };
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
    expect(draftOf(record, null, 'STRING', 'JSON')).toMatchObject({ key: 'k', value: '"v"', partition: null });
    expect(draftOf(record, null, 'JSON', 'STRING')).toMatchObject({ key: '"k"', value: 'v' });
  });

  it('keeps JSON null and tombstones apart', () => {
    expect(draftOf({ ...record, value: null }, null, 'STRING', 'JSON')).toMatchObject({
      value: 'null',
      tombstone: false,
    });
    expect(draftOf({ ...record, value: null, tombstone: true }, null, 'STRING', 'JSON')).toMatchObject({
      value: '',
      tombstone: true,
    });
  });

  const base64 = (text: string) => toBase64(bytesOf(text));
  const exact = '{"id":9007199254740993, "price":1.10}';
  const answered = { ...record, value: { id: '9007199254740993', price: 1.1 } };

  it('has the digits that are stored, and sends the bytes unless the text is changed', () => {
    const draft = draftOf(answered, { key: base64('k'), value: base64(exact) }, 'STRING', 'JSON');
    expect(draft.value).toBe('{\n  "id": 9007199254740993,\n  "price": 1.10\n}');
    expect(recordInputOf(draft, 'STRING', 'JSON')).toEqual({ keyBytes: base64('k'), valueBytes: base64(exact) });
    const changed = { ...draft, key: 'other', value: draft.value.replace('1.10', '2.50') };
    expect(recordInputOf(changed, 'STRING', 'JSON')).toEqual({
      key: 'other',
      valueBytes: base64('{"id":9007199254740993,"price":2.50}'),
    });
  });

  it('keeps a key that holds a number beyond 2^53, and one that is empty', () => {
    const large = draftOf(record, { key: base64('9007199254740993'), value: null }, 'JSON', 'STRING');
    expect(draftProblems(large, 'JSON', 'STRING')).toEqual({});
    expect(recordInputOf(large, 'JSON', 'STRING')).toMatchObject({ keyBytes: base64('9007199254740993') });
    const empty = draftOf({ ...record, key: '' }, { key: '', value: base64('v') }, 'STRING', 'STRING');
    expect(recordInputOf(empty, 'STRING', 'STRING')).toEqual({ keyBytes: '', valueBytes: base64('v') });
  });

  it('keeps what could not be decoded until something is written', () => {
    const odd = { ...record, key: null, keyError: 'not UTF-8', value: null, valueError: 'not JSON' };
    const draft = draftOf(odd, { key: '//4=', value: base64('{"cut":') }, 'STRING', 'JSON');
    expect(draft).toMatchObject({ key: '', value: '' });
    expect(draftProblems(draft, 'STRING', 'JSON')).toEqual({});
    expect(recordInputOf(draft, 'STRING', 'JSON')).toEqual({ keyBytes: '//4=', valueBytes: base64('{"cut":') });
    expect(recordInputOf({ ...draft, key: 'k', value: '1' }, 'STRING', 'JSON')).toEqual({
      key: 'k',
      valueBytes: base64('1'),
    });
    expect(recordInputOf({ ...draft, keyStored: null, tombstone: true }, 'STRING', 'JSON')).toEqual({});
  });

  it('keeps headers that are no text', () => {
    const headers = [
      { key: 'text', value: 'v', valueBytes: base64('v') },
      { key: 'bytes', value: null, valueBytes: '/wA=' },
      { key: 'null', value: null, valueBytes: null },
    ];
    const draft = draftOf({ ...record, headers }, null, 'STRING', 'STRING');
    expect(recordInputOf(draft, 'STRING', 'STRING').headers).toEqual([
      { key: 'text', value: 'v' },
      { key: 'bytes', valueBytes: '/wA=' },
      { key: 'null' },
    ]);
  });
});
