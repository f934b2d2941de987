import { apiAddress } from './api-address.ts';

/** A wrong setting ends the server as it starts and says why, instead of failing every page. */
export function checkApiAddress() {
  try {
    apiAddress();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
}
