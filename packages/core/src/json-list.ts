import { isAscii } from 'node:buffer';
import { exceedsJsonDepth } from './json-depth.ts';
import { mayHoldLongInteger } from './long-integer.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Several JSON texts, each as one character a byte of its UTF-8, as the values that `parseJson` gives of each. Parsed as one text, which takes
 * less than one after the other. null: not possible so, as one of them is no JSON, may hold an integer that a double cannot hold, or is nested deeper than
 * 1,000 levels.
 */
export function parseJsonList(latin1Texts: readonly string[]): unknown[] | null {
  // Between any two texts there is a number that nobody can know. Where each is in its place, every text is one value and nothing else: `1,2` would move
  // them, and of `[1` and `2]`, which are one value together, one would be missing.
  const mark = 100_000_000 + Math.floor(Math.random() * 900_000_000);
  const joined = `[${latin1Texts.join(`,${mark},`)}]`;
  if (mayHoldLongInteger(joined) || latin1Texts.some(exceedsJsonDepth)) return null;
  let parsed: unknown[];
  try {
    parsed = JSON.parse(textOf(joined));
  } catch {
    return null;
  }
  if (parsed.length !== 2 * latin1Texts.length - 1) return null;
  const values: unknown[] = [parsed[0]];
  for (let i = 1; i < parsed.length; i += 2) {
    if (parsed[i] !== mark) return null;
    values.push(parsed[i + 1]);
  }
  return values;
}

function textOf(latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1');
  return isAscii(bytes) ? latin1 : decoder.decode(bytes);
}
