import { isMillraceError, MillraceError } from '@millrace/core';

export interface LostPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** At which the offset was remembered. */
  readonly logEpoch: number;
  /** Where the log ended in that epoch. */
  readonly epochEndOffset: number;
}

/** OFFSET_OUT_OF_RANGE of an offset that the log has lost: what is there now, or will be, are other records. */
export function lostPosition({ topic, partition, offset, logEpoch, epochEndOffset }: LostPosition): MillraceError {
  return new MillraceError(
    'OFFSET_OUT_OF_RANGE',
    `Offset ${offset} of partition ${partition} of "${topic}" is of log epoch ${logEpoch}, which ended at offset ${epochEndOffset}: the records behind that were lost, by a restore or a failover, and others have their offsets. Undo what was done with them, and read on from ${epochEndOffset}.`,
    { details: { topic, partition, offset, logEpoch, epochEndOffset } },
  );
}

/** Whether an error says that an offset was lost, and not that it was deleted or never there. */
export function isLostPosition(error: unknown): boolean {
  return isMillraceError(error, 'OFFSET_OUT_OF_RANGE') && error.details?.epochEndOffset !== undefined;
}
