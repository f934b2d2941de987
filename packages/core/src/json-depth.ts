import { MillraceError } from './error.ts';

/** Levels of arrays and objects in a JSON value. Whatever parses takes more; what writes JSON runs out of stack at some thousands. */
const maxJsonDepth = 1_000;

const code = { quote: 0x22, backslash: 0x5c, open: 0x7b, close: 0x7d } as const;
/** Of a bracket, to its brace. */
const toBrace = 0x20;

/** Whether JSON text is nested deeper than `maxJsonDepth`. */
export function exceedsJsonDepth(jsonText: string): boolean {
  // A level takes two characters at least. Brackets are mostly few and quickly counted; only where they are many it matters how they stand.
  return jsonText.length > 2 * maxJsonDepth && opensMore(jsonText) && isTooDeep(jsonText);
}

/** Whether there are more opening brackets than levels that are allowed, in strings or not. */
function opensMore(text: string): boolean {
  let count = 0;
  for (const bracket of '[{') {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      count += 1;
      if (count > maxJsonDepth) return true;
    }
  }
  return false;
}

export function tooDeep(cause?: unknown): MillraceError {
  const message = `The JSON is nested deeper than ${maxJsonDepth} levels. Read and send it as bytes.`;
  return new MillraceError('INVALID_RECORD', message, cause === undefined ? {} : { cause });
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (character === code.quote) {
      i = endOfString(text, i);
      if (i < 0) return false;
      continue;
    }
    const brace = character | toBrace;
    if (brace === code.close) depth -= 1;
    else if (brace === code.open && ++depth > maxJsonDepth) return true;
  }
  return false;
}

/** Of the quote that ends a string; -1: there is none, and the text is no JSON. */
function endOfString(text: string, from: number): number {
  let end = text.indexOf('"', from + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

function isEscaped(text: string, at: number): boolean {
  let from = at;
  while (text.charCodeAt(from - 1) === code.backslash) from -= 1;
  return (at - from) % 2 === 1;
}
