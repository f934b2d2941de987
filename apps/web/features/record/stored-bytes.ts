import type { Client } from '@urql/core';
import { graphql } from '../../generated/index.ts';

const recordBytesQuery = graphql(`
  query RecordBytes($topic: String!, $partition: Int!, $offset: Offset!) {
    records(topic: $topic, partitions: [$partition], from: { offset: $offset }, limit: 1) {
      records {
        offset
        keyBytes
        valueBytes
      }
    }
  }
`);

/** A record's key and value as they are in the log, in base64; null: none. */
export interface StoredBytes {
  readonly key: string | null;
  readonly value: string | null;
}

interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** Reads what pages of records leave out. null: the record is no longer in the log. Throws what the client reports. */
export async function readStoredBytes(client: Client, place: Place): Promise<StoredBytes | null> {
  const { topic, partition, offset } = place;
  const { data, error } = await client.query(recordBytesQuery, { topic, partition, offset }).toPromise();
  if (!data) throw error;
  const found = data.records.records[0];
  return found?.offset === offset ? { key: found.keyBytes ?? null, value: found.valueBytes ?? null } : null;
}
