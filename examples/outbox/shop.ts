// What all of these programs need: where the database and the API are, the shop's table, the topic, and a look into it.
import { readFileSync } from 'node:fs';
import type pg from 'pg';

const apiUrl = process.env.MILLRACE_API_URL ?? 'http://127.0.0.1:4000/graphql';
/** The database of `npm start`, unless another one is named. */
export const databaseUrl = process.env.DATABASE_URL ?? readFileSync('.millrace/database-url', 'utf8').trim();

async function call<T>(query: string, variables: unknown): Promise<T | undefined> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(apiUrl, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = (await response.json()) as {
    data?: T;
    errors?: { message: string; extensions: { code: string } }[];
  };
  if (errors && errors[0]?.extensions.code !== 'TOPIC_ALREADY_EXISTS') throw new Error(errors[0]?.message);
  return data;
}

export async function createTopic(): Promise<void> {
  await call('mutation ($input: CreateTopicInput!) { createTopic(input: $input) { topic { id } } }', {
    input: { name: 'orders', partitionCount: 1 },
  });
}

export async function createTable(client: pg.Client): Promise<void> {
  await client.query(`create schema if not exists shop;
    create table if not exists shop.orders (id serial primary key, customer text not null, total integer not null)`);
}

/** Prints the newest records of the topic once that of the order is among them. */
export async function printTopic(order: number): Promise<void> {
  for (let attempt = 1; attempt <= 600; attempt++) {
    const data = await call<{ records: { records: { key: string; value: unknown }[] } }>(
      '{ records(topic: "orders", limit: 3) { records { key value } } }',
      {},
    );
    const records = data?.records.records ?? [];
    if (records.some(({ key }) => key === String(order))) {
      for (const { key, value } of records) console.log(`in the topic: ${key} ${JSON.stringify(value)}`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Order ${order} did not come into the topic.`);
}
