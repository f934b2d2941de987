import type { EngineLimits } from '../limits.ts';
import { RolledTableKeeper, type RolledTableKeeperOptions } from '../rolled-table/rolled-table-keeper.ts';
import { callTables } from './call-tables.ts';
import { expireProducers } from './expire-producers.ts';

/** What a row of one call takes on disk at least, and a further call; only decides how soon to look. */
const bytesPerCall = 16;

export interface CallTableKeeperOptions extends Omit<RolledTableKeeperOptions, 'tables' | 'tableBytes' | 'onSweep'> {
  readonly limits: Pick<
    EngineLimits,
    'maintenanceIntervalMs' | 'producerTableBytes' | 'producerExpirationMs' | 'transactionalIdExpirationMs'
  >;
}

/** Looks after the tables of producers' calls, and forgets producers that are not used any more. */
export class CallTableKeeper extends RolledTableKeeper {
  constructor(options: CallTableKeeperOptions) {
    const { pool, logger, limits } = options;
    super({
      ...options,
      tables: callTables,
      tableBytes: limits.producerTableBytes,
      async onSweep() {
        const expired = await expireProducers(pool, limits);
        if (expired > 0) logger.info({ producers: expired }, 'Forgot producers that were not used for long');
      },
    });
  }

  /** Takes note of appended calls. */
  noteAppended(calls: number): void {
    this.noteInserted(calls * bytesPerCall);
  }
}
