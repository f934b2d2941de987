import type { HttpClient } from './graphql/http-client.ts';

/** The value of one series on the API's /metrics; null where it is not there. */
export async function readMetric(client: HttpClient, series: string): Promise<number | null> {
  const lines = (await client.get('/metrics')).split('\n');
  const line = lines.find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
}
