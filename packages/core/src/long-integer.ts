const digits = 16;
/** Where a number can begin in JSON text, with 16 digits or more before any point. */
const longInteger = /(?:^|[\s:,[])-?\d{16}/;

const isDigit = (code: number) => code >= 48 && code <= 57;

/** Whether JSON text may hold an integer that a double cannot hold; a text within it that looks so counts, too. */
export function mayHoldLongInteger(jsonText: string): boolean {
  // Of so many digits one lies in every sixteenth place: the others need not be looked at.
  for (let i = digits - 1; i < jsonText.length; i += digits) {
    if (isDigit(jsonText.charCodeAt(i)) && isInLongRun(jsonText, i)) return longInteger.test(jsonText);
  }
  return false;
}

function isInLongRun(text: string, at: number): boolean {
  let first = at;
  while (first > 0 && at - first < digits && isDigit(text.charCodeAt(first - 1))) first -= 1;
  let behind = at + 1;
  while (behind < text.length && behind - first < digits && isDigit(text.charCodeAt(behind))) behind += 1;
  return behind - first >= digits;
}
