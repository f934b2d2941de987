import { parseArgs } from 'node:util';
import type { BenchCase } from './case.ts';

export interface Options {
  readonly cases: readonly BenchCase[];
  /** Where to write the figures as JSON. */
  readonly jsonPath: string | undefined;
  /** Whether docs/benchmarks.md is to have them. */
  readonly writeDocument: boolean;
  /** How long each long run of the soak takes. */
  readonly minutes: number;
}

const defaultMinutes = 10;

export function usage(cases: readonly BenchCase[]): string {
  return `Usage: npm run bench -- ${cases.map(({ name }) => name).join('|')}|all [--json FILE] [--write] [--minutes N]

Runs one case, or all of them. all, and --write, put the tables into docs/benchmarks.md. Everything runs on an embedded Postgres of
its own with fsync on. --minutes is for the soak: how long each of its two long runs takes, 10 by default. Kafka and Redis run beside it where java with mvn, and redis-server, are on PATH.`;
}

/** Null when the command line asks for nothing that there is. */
export function parseOptions(parameters: readonly string[], cases: readonly BenchCase[]): Options | null {
  let parsed: { values: { json?: string; write?: boolean; minutes?: string }; positionals: string[] };
  try {
    parsed = parseArgs({
      args: [...parameters],
      options: { json: { type: 'string' }, write: { type: 'boolean' }, minutes: { type: 'string' } },
      allowPositionals: true,
    });
  } catch {
    return null;
  }
  const { values, positionals } = parsed;
  const [name] = positionals;
  const minutes = Number(values.minutes ?? defaultMinutes);
  if (positionals.length !== 1 || name === undefined || !(minutes > 0)) return null;
  const all = name === 'all';
  const chosen = all ? cases : cases.filter((candidate) => candidate.name === name);
  return chosen.length === 0
    ? null
    : { cases: chosen, jsonPath: values.json, writeDocument: all || values.write === true, minutes };
}
