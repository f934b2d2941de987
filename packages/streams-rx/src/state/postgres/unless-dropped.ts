import { sqlState } from './sql-state.ts';

const undefinedTable = '42P01';
const maxAttempts = 5;

/** Reads again where a table was folded and dropped between the look at the catalogue and the look into the table. */
export async function unlessDropped<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      if (sqlState(error) !== undefinedTable || attempt === maxAttempts) throw error;
    }
  }
}
