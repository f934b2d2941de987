import pg from 'pg';

/** A program of its own, as far as Postgres knows: it produces with SQL and knows nothing of the engine. */
export async function outboxClient(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  // One whose server is killed hears of it by the query that fails.
  client.on('error', () => {});
  await client.connect();
  return client;
}

export function produce(client: pg.Client, topic: string, key: string | null, value: string | null, headers?: string) {
  return client.query('select millrace.produce($1, $2, $3, $4)', [topic, key, value, headers]);
}
