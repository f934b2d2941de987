/** Runs once when the server starts. In a file of its own because Next also compiles this one for a runtime without processes. */
export async function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs') (await import('./features/api/check-api-address.ts')).checkApiAddress();
}
