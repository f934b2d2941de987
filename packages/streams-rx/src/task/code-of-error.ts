/** What an error is told by: its `code`, as errors of ours, of Node and of Postgres have one, or else the name of its class. */
export function codeOfError(error: Error): string {
  return 'code' in error ? String(error.code) : error.name;
}
