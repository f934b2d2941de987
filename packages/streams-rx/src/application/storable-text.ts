/** What Postgres takes in no text, and in no JSON: U+0000, and halves of surrogate pairs. */
const notStorable = /[\0\p{Surrogate}]/gu;

/** A text as Postgres can store it, cut off behind `maxChars`. Messages of errors quote what a record held: anything. */
export function storableText(text: string, maxChars: number): string {
  const cut = text.length > maxChars ? `${text.slice(0, maxChars - 1)}…` : text;
  return cut.replace(notStorable, '\ufffd');
}

/** A value as JSON text that Postgres can store. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, item) => (typeof item === 'string' ? item.replace(notStorable, '\ufffd') : item));
}
