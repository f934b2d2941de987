import { inject } from 'vitest';

/** Asks the API itself, to prepare what a test needs and to see what the console did. Throws what the API complains about. */
export async function api<T>(query: string, variables: object = {}): Promise<T> {
  const response = await fetch(inject('apiUrl'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: readonly { message: string }[] };
  if (errors) throw new Error(errors.map(({ message }) => message).join('; '));
  return data;
}

let made = 0;

/** A name no other test and no earlier run used. */
export const uniqueName = (what: string): string => `e2e.${what}.${process.pid}-${Date.now().toString(36)}-${made++}`;

/** Makes a topic and gives its name. */
export async function createTopic(what: string, input: object = {}): Promise<string> {
  const name = uniqueName(what);
  await api('mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { id } } }', {
    input: { name, ...input },
  });
  return name;
}

export async function produce(topic: string, records: readonly object[]): Promise<void> {
  await api('mutation ($input: ProduceInput!) { produce(input: $input) { batches { count } } }', {
    input: { topic, records },
  });
}

/** `count` records with values `{ n: 0 }`, `{ n: 1 }`, … in one partition. */
export const numbered = (count: number, first = 0) =>
  Array.from({ length: count }, (_, i) => ({ key: `key-${first + i}`, value: { n: first + i }, partition: 0 }));
