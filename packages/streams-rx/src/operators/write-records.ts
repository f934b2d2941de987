import { isMillraceError, type Serde } from '@millrace/core';
import { map, type Observable } from 'rxjs';
import { DecodeError } from '../record/decode-error.ts';
import type { StreamRecord } from '../record/stream-record.ts';
import { resolvedSerde } from '../serde/topic-serde.ts';
import { ProduceError } from '../task/error-policy.ts';
import type { NodeBuild } from '../topology/node.ts';

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
    const format = { valueSerde, isExplicit: options.isExplicit };
    const isPlain = keySerde === undefined && partitionOf === undefined;
    const write = (record: StreamRecord<unknown, unknown>) => {
      try {
        epoch.countOutput();
        if (isPlain) output.write(record, format);
        else {
          output.push({
            ordinal: record.ordinal,
            key: keySerde ? encodedKey(record, keySerde) : record.encodedKey,
            value: record.encodedValue(valueSerde, options.isExplicit),
            headers: record.headers,
            timestamp: record.timestamp,
            partition: partitionOf?.(record),
          });
        }
      } catch (error) {
        // Bytes that cannot be read are no failure of what is written.
        throw isMillraceError(error) && !(error instanceof DecodeError) ? new ProduceError(error) : error;
      }
      return record;
    };
    // Not by an Observable of its own: that takes a record through two more functions.
    return (source as unknown as Observable<StreamRecord<unknown, unknown>>).pipe(map(write));
  };
}

function encodedKey(record: StreamRecord<unknown, unknown>, serde: Serde<unknown>): Uint8Array | null {
  if (resolvedSerde(serde) === resolvedSerde(record.serdeOfKey)) return record.encodedKey;
  const key: unknown = record.key;
  return key === null ? null : serde.serialize(key);
}
