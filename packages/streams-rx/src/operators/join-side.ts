import type { Serde } from '@millrace/core';
import type { EpochContext } from '../epoch/epoch-context.ts';
import { type JoinRow, JoinRowsOfKey } from '../epoch/join-rows.ts';
import type { WaitingRecord } from '../epoch/waiting-record.ts';
import { WaitingRecords } from '../epoch/waiting-records.ts';
import { heldOrigin } from '../record/held-origin.ts';
import type { Origin } from '../record/origin.ts';
import { RecordIds } from '../record/record-ids.ts';
import { bytesOf, prefixOf, type StateKey } from '../state/state-key.ts';
import type { StoreDefinition } from '../topology/store-definition.ts';

/** One of the two streams of a join, as the topology has it. */
export interface JoinSideDefinition {
  /** Tells the sides apart in the state that they share: one character. */
  readonly tag: 'L' | 'R';
  readonly keySerde: Serde<unknown>;
  readonly valueSerde: Serde<unknown>;
  readonly topics: readonly string[];
  /** How much earlier and later than its own a record of the other side may be, ms. */
  readonly lookBackMs: number;
  readonly lookAheadMs: number;
  /** How far stream time may be behind a record's own before nobody can meet it any more, ms. */
  readonly waitMs: number;
  /** Where records wait that nobody has met; undefined: those are no results. */
  readonly waiting: StoreDefinition | undefined;
}

/** One of the two streams of a join in an epoch. */
export class JoinSide {
  readonly definition: JoinSideDefinition;
  readonly ids: RecordIds;
  readonly waiting: WaitingRecords | undefined;
  readonly #partition: number;

  constructor(definition: JoinSideDefinition, epoch: EpochContext) {
    this.definition = definition;
    this.#partition = epoch.partition;
    this.ids = new RecordIds(definition.topics);
    this.waiting = definition.waiting && new WaitingRecords(epoch, definition.waiting.name, definition.waitMs);
  }

  /** Those of a key, of which nothing is known yet. */
  rowsOf(key: StateKey): JoinRowsOfKey {
    return new JoinRowsOfKey(prefixOf(this.definition.tag + key));
  }

  /** One that has waited, as it goes on with a record that it was not made of. */
  releaseOf({ id, time, key, value, place = this.ids.placeOf(id) }: WaitingRecord, cause: Origin) {
    const held = {
      place,
      partition: this.#partition,
      timestamp: time,
      key: () => bytesOf(key),
      value: () => value,
    };
    const { name } = this.waiting as WaitingRecords;
    return { kind: 'HELD', id: `${name}/${time}/${id}`, origin: heldOrigin(held, cause) } as const;
  }

  valueOf(row: JoinRow): unknown {
    if (row.value === undefined) row.value = this.definition.valueSerde.deserialize(row.bytes);
    return row.value;
  }
}
