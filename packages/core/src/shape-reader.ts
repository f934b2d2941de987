import { viewOf } from './byte-views.ts';
import type { JsonShape } from './json-shape.ts';
import { failed, type JsonText } from './json-text.ts';

/** Reads an object of one shape; `failed` where the text has another one. */
export type ShapeReader = (text: JsonText) => Record<string, unknown> | typeof failed;

/** Texts that are read before a function is made for their shape: many shapes are seen a few times only. */
const walkedTexts = 64;

/**
 * A reader for a shape. Of a shape that comes again and again a function is made, in which keys are names in an object literal: an object that is filled
 * key by key costs as much again (docs/decisions/0033). Where code may not be made of strings the shape is gone through each time.
 */
export function shapeReader(shape: JsonShape, compileAfter = walkedTexts): ShapeReader {
  let read: ShapeReader = (text) => walk(shape, text);
  let left = compileAfter;
  return (text) => {
    if (left >= 0 && left-- === 0) read = compiled(shape) ?? read;
    return read(text);
  };
}

function walk({ members, end }: JsonShape, text: JsonText): Record<string, unknown> | typeof failed {
  const object: Record<string, unknown> = {};
  for (const { key, before, shape } of members) {
    if (!text.takes(before)) return failed;
    const value = shape ? walk(shape, text) : text.scalar();
    if (value === failed) return failed;
    object[key] = value;
  }
  return text.takes(end) ? object : failed;
}

/** null: code may not be made of strings here (`--disallow-code-generation-from-strings`). */
function compiled(shape: JsonShape): ShapeReader | null {
  const steps: string[] = [];
  let values = 0;
  const take = (expected: Uint8Array) => {
    steps.push(`if (${isNot(expected)}) return failed; at += ${expected.length};`);
  };
  /** Adds the steps of an object, and gives its literal. */
  const literalOf = ({ members, end }: JsonShape): string => {
    const properties = members.map(({ key, before, shape: inner }) => {
      take(before);
      const name = JSON.stringify(key);
      if (inner) return `${name}: ${literalOf(inner)}`;
      const value = `value${values++}`;
      steps.push(`text.at = at; const ${value} = text.scalar(); if (${value} === failed) return failed; at = text.at;`);
      return `${name}: ${value}`;
    });
    take(end);
    return `{ ${properties.join(', ')} }`;
  };
  const literal = literalOf(shape);
  const source = `return (text) => { const { view, end } = text; let { at } = text; ${steps.join('\n')} text.at = at; return ${literal}; }`;
  try {
    // Of what was read nothing is in the code but keys, which are plain ASCII and written as JSON strings, and numbers.
    return new Function('failed', source)(failed) as ShapeReader;
  } catch (error) {
    if (error instanceof EvalError) return null;
    throw error;
  }
}

/** Whether `expected` is not what stands at `at` in `view`, before `end`: four bytes at a time, the last of them once more with those before them. */
function isNot(expected: Uint8Array): string {
  const { length } = expected;
  const view = viewOf(expected);
  const differs = [`at + ${length} > end`];
  if (length < 4) for (let i = 0; i < length; i++) differs.push(`view.getUint8(at + ${i}) !== ${view.getUint8(i)}`);
  for (let i = 0; length >= 4 && i < length; i += 4) {
    const from = Math.min(i, length - 4);
    differs.push(`view.getInt32(at + ${from}) !== ${view.getInt32(from)}`);
  }
  return differs.join(' || ');
}
