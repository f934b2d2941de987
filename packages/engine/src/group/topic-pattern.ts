import { MillraceError } from '@millrace/core';
import { RE2JS, RE2JSException } from 're2js';

const maxPatternChars = 1_000;
/** Patterns kept compiled: compiling takes a hundred times as long as matching a name. */
const maxCachedPatterns = 256;

const compiled = new Map<string, RE2JS>();

/** RE2, so that no pattern can take more than linear time. Throws INVALID_PATTERN with what is wrong. */
export function compilePattern(pattern: string): RE2JS {
  const known = compiled.get(pattern);
  if (known !== undefined) {
    // The least recently used one is the first.
    compiled.delete(pattern);
    compiled.set(pattern, known);
    return known;
  }
  const fresh = compile(pattern);
  if (compiled.size >= maxCachedPatterns) compiled.delete(compiled.keys().next().value as string);
  compiled.set(pattern, fresh);
  return fresh;
}

/** Whether it matches the whole name. INVALID_PATTERN. */
export function patternMatches(pattern: string, name: string): boolean {
  return compilePattern(pattern).matches(name);
}

function compile(pattern: string): RE2JS {
  if (pattern === '' || pattern.length > maxPatternChars) {
    throw new MillraceError(
      'INVALID_PATTERN',
      `A topic pattern has 1 to ${maxPatternChars} characters, not ${pattern.length}.`,
    );
  }
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const reason = error.message.replace(/^error parsing regexp: /, '');
    throw new MillraceError(
      'INVALID_PATTERN',
      `The topic pattern "${pattern}" is not RE2 (https://github.com/google/re2/wiki/Syntax): ${reason}.`,
      { cause: error },
    );
  }
}
