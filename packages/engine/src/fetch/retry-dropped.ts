import { sqlState } from '@millrace/database';

const undefinedTable = '42P01';
/** Each failure is another table that went between two looks: more in a row than this is something else. */
const maxAttempts = 5;

/** Whether a statement named a table that is not there: it was dropped between the look at the catalogue and the statement. */
export function isDroppedTable(error: unknown): boolean {
  return sqlState(error) === undefinedTable;
}

/** Runs a statement that finds tables by the catalogue; again, with a new snapshot, when one of them was dropped meanwhile. */
export async function retryDropped<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isDroppedTable(error) || attempts === maxAttempts) throw error;
    }
  }
}
