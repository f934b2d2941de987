import { isMillraceError, type Serde } from '@millrace/core';
import { Observable } from 'rxjs';
import { DecodeError } from '../record/decode-error.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import { resolvedSerde } from '../serde/topic-serde.ts';
import { ProduceError } from '../task/error-policy.ts';
import type { NodeBuild, Ordered } from '../topology/node.ts';

export interface WriteOptions {
  readonly keySerde: Serde<unknown> | undefined;
  readonly valueSerde: Serde<unknown>;
  /** Whether values are written with this serde whatever they were read with. */
  readonly isExplicit: boolean;
  readonly partitionOf?: (record: StreamRecord<unknown, unknown>) => number | undefined;
}

/** Puts the records of an epoch into what it appends to a topic. */
export function writeRecords(topic: string, options: WriteOptions): NodeBuild {
  const { keySerde, partitionOf } = options;
  return ([source], epoch) => {
    const output = epoch.output(topic);
    const valueSerde = resolvedSerde(options.valueSerde);
    const keysAsTheyAre = keySerde === undefined;
    return new Observable<Ordered>((subscriber) =>
      (source as unknown as Observable<StreamRecord<unknown, unknown>>).subscribe({
        next(record) {
          try {
            epoch.countOutput();
            const { headers } = record;
            output.records.push({
              ordinal: record.ordinal,
              key: keysAsTheyAre ? record.encodedKey : encodedKey(record, keySerde),
              value: record.encodedValue(valueSerde, options.isExplicit),
              headers: headers.length > 0 ? headers : undefined,
              timestamp: record.timestamp,
              partition: partitionOf?.(record),
            });
          } catch (error) {
            // Bytes that cannot be read are no failure of what is written.
            subscriber.error(
              isMillraceError(error) && !(error instanceof DecodeError) ? new ProduceError(error) : error,
            );
            return;
          }
          subscriber.next(record);
        },
        error: (error) => subscriber.error(error),
        complete: () => subscriber.complete(),
      }),
    );
  };
}

function encodedKey(record: StreamRecord<unknown, unknown>, serde: Serde<unknown>): Uint8Array | null {
  if (resolvedSerde(serde) === resolvedSerde(record.serdeOfKey)) return record.encodedKey;
  const key: unknown = record.key;
  return key === null ? null : serde.serialize(key);
}
