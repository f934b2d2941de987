import type { EngineLimits } from '../limits.ts';
import { RolledTableKeeper, type RolledTableKeeperOptions } from '../rolled-table/rolled-table-keeper.ts';
import { offsetTables } from './offset-tables.ts';

/** What a row takes on disk at least; only decides how soon to look. */
const bytesPerRow = 64;

export interface OffsetTableKeeperOptions extends Omit<RolledTableKeeperOptions, 'tables' | 'tableBytes' | 'onSweep'> {
  readonly limits: Pick<EngineLimits, 'maintenanceIntervalMs' | 'offsetTableBytes'>;
}

/** Looks after the tables of committed offsets. */
export class OffsetTableKeeper extends RolledTableKeeper {
  constructor(options: OffsetTableKeeperOptions) {
    super({ ...options, tables: offsetTables, tableBytes: options.limits.offsetTableBytes });
  }

  /** Takes note of committed offsets. */
  noteCommitted(partitions: number): void {
    this.noteInserted(partitions * bytesPerRow);
  }
}
