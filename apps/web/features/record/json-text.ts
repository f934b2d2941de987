/** Why a text is not JSON, or null when it is. */
export function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? `Not JSON: ${error.message}` : 'Not JSON.';
  }
}

/** A JSON text without the space between its tokens. Numbers keep every digit, which parsing would round. */
export const compactJson = (text: string): string => tokensOf(text).join('');

/** A JSON text on lines of their own, indented by two. Numbers keep every digit. */
export function indentJson(text: string): string {
  const tokens = tokensOf(text);
  let depth = 0;
  let result = '';
  const newLine = () => `\n${'  '.repeat(depth)}`;
  tokens.forEach((token, i) => {
    const empty = (token === '{' && tokens[i + 1] === '}') || (token === '[' && tokens[i + 1] === ']');
    const closesEmpty = (token === '}' && tokens[i - 1] === '{') || (token === ']' && tokens[i - 1] === '[');
    if (token === '{' || token === '[') {
      depth++;
      result += empty ? token : token + newLine();
    } else if (token === '}' || token === ']') {
      depth--;
      result += closesEmpty ? token : newLine() + token;
    } else if (token === ',') result += token + newLine();
    else result += token === ':' ? ': ' : token;
  });
  return result;
}

/** Whether a JSON text holds a whole number that a double cannot: it would be another one after parsing. */
export function hasUnsafeInteger(text: string): boolean {
  return tokensOf(text).some((token) => /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)));
}

/** The object or list that a text is as JSON; undefined where it is none, or its numbers would be others once parsed. */
export function jsonInside(text: string): unknown {
  if (!/^\s*[[{]/.test(text) || hasUnsafeInteger(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Strings, numbers and words, and punctuation; of a text that is known to be JSON. */
function tokensOf(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
}
