import { apiAddress } from './features/api/api-address.ts';

/** Runs once when the server starts: a wrong setting ends it here and says why, instead of failing every page. */
export function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  try {
    apiAddress();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
}
