import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactJson, hasUnsafeInteger, indentJson, jsonInside, jsonProblem } from './json-text.ts';

describe('formatting', () => {
  it('agrees with JSON.stringify where that is exact', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(compactJson(JSON.stringify(value, null, 3))).toBe(text);
        expect(indentJson(text)).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('keeps every digit of a number', () => {
    expect(compactJson('{ "id": 9007199254740993, "x": 1.10 }')).toBe('{"id":9007199254740993,"x":1.10}');
  });

  it('leaves strings alone, whatever is in them', () => {
    expect(compactJson(String.raw`{ "a": "x \" { , : ] \\" }`)).toBe(String.raw`{"a":"x \" { , : ] \\"}`);
  });
});

describe('hasUnsafeInteger', () => {
  it.each([
    ['9007199254740991', false],
    ['9007199254740993', true],
    ['{"a":[-9007199254740993]}', true],
    ['"9007199254740993"', false],
    ['1e30', false],
  ])('%s: %s', (text, unsafe) => expect(hasUnsafeInteger(text)).toBe(unsafe));
});

describe('jsonInside', () => {
  it.each([
    [' {"id":1}', { id: 1 }],
    ['["9007199254740993"]', ['9007199254740993']],
    ['{"id":9007199254740993}', undefined],
    ['{"id":', undefined],
    ['17', undefined],
  ])('%s', (text, value) => expect(jsonInside(text)).toEqual(value));
});

it('says why a text is not JSON', () => {
  expect(jsonProblem('{"a":1}')).toBeNull();
  expect(jsonProblem('{"a":}')).toMatch(/^Not JSON: /);
  expect(jsonProblem('')).toMatch(/^Not JSON: /);
});
