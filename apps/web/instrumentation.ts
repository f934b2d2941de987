import { apiAddress } from './features/api/api-address.ts';

/** Runs once when the server starts: a wrong setting stops it here, not at the first page. */
export function register() {
  apiAddress();
}
