import { describe, expect, test } from 'vitest';
import { keyOf, parametersOfTable, tableViewOf } from './table-view.ts';

const view = (text: string) => tableViewOf(new URLSearchParams(text));

describe('the address of a table page', () => {
  test('says what is shown, and says it back', () => {
    const windowFrom = Date.UTC(2026, 0, 1);
    const shown = { ...view(''), show: 'key' as const, key: 'a b', windowFrom, after: 'cursor' };
    const parameters = Object.entries(parametersOfTable(shown)).filter((each): each is [string, string] => !!each[1]);
    expect(tableViewOf(new URLSearchParams(parameters))).toEqual(shown);
  });

  test('is short where everything is as usual', () => {
    expect(Object.values(parametersOfTable(view('')))).toEqual(Array(8).fill(null));
  });

  test('is not misled by what makes no sense', () => {
    expect(view('show=nothing&windowTo=yesterday&reverse=1')).toEqual(view(''));
  });
});

describe('a typed key', () => {
  test('is text, JSON or base64, as keys are', () => {
    expect(keyOf('17', 'STRING')).toEqual({ key: '17' });
    expect(keyOf('17', 'JSON')).toEqual({ key: 17 });
    expect(keyOf('"a"', 'JSON')).toEqual({ key: 'a' });
    expect(keyOf('', 'STRING')).toEqual({ key: '' });
    expect(keyOf('AAAAEQ==', 'int32')).toEqual({ key: 'AAAAEQ==' });
  });

  test('that is not what keys are is told so', () => {
    expect(keyOf('line-1', 'JSON')).toEqual({ problem: expect.stringContaining('double quotes') });
    expect(keyOf('line-1', 'BYTES')).toEqual({ problem: expect.stringContaining('base64') });
  });
});
