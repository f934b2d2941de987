import { MillraceError } from '@millrace/core';
import { type EngineLimits, defaultLimits as engineDefaults } from '@millrace/engine';
import { suggestionList } from 'graphql/jsutils/suggestionList.js';
import { type ApiLimits, defaultLimits as apiDefaults } from '../limits.ts';

/** What an operator changed of the limits; the rest is as it comes. */
export interface LimitSettings {
  readonly engine: Partial<EngineLimits>;
  readonly api: Partial<ApiLimits>;
}

/** Node's timers and Postgres's integers end here: 24 days, or 2 GiB. */
const largest = 2_147_483_647;

const largestOf: { readonly [name: string]: number } = {
  maxRewritePercent: 100,
  // A relay that is silent for longer counts as one of a frozen process.
  outboxPollIntervalMs: 4_999,
} satisfies Partial<EngineLimits>;

const knownNames = [...new Set([...Object.keys(engineDefaults), ...Object.keys(apiDefaults)])];
const maxSuggestions = 3;

/**
 * MILLRACE_LIMITS: a JSON object of limits of the engine and of the API by their names, `{"sessionTimeoutMs": 30000}`. Whole numbers from 1 to
 * 2,147,483,647. A name that both have counts for both. INVALID_SETTINGS says which name or value is wrong and what is taken.
 */
export function parseLimits(text: string | undefined): LimitSettings {
  if (!text?.trim()) return { engine: {}, api: {} };
  const given = Object.entries(parseObject(text));
  for (const [name, value] of given) check(name, value);
  const of = (defaults: object) => Object.fromEntries(given.filter(([name]) => name in defaults));
  const limits: LimitSettings = { engine: of(engineDefaults), api: of(apiDefaults) };
  checkTogether({ ...engineDefaults, ...limits.engine });
  return limits;
}

function parseObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw invalid('is no JSON object. Write it like {"sessionTimeoutMs": 30000, "maxBodyBytes": 33554432}.');
}

function check(name: string, value: unknown): void {
  if (!knownNames.includes(name)) {
    const near = suggestionList(name, knownNames).slice(0, maxSuggestions);
    const hint = near.length > 0 ? `Near it are ${near.join(', ')}.` : 'docs/operations.md says where all of them are.';
    throw invalid(`names "${name}", which is no limit. ${hint}`);
  }
  const most = largestOf[name] ?? largest;
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most) return;
  throw invalid(`has ${JSON.stringify(value)} for ${name}, which takes a whole number from 1 to ${most}.`);
}

function checkTogether({ sessionTimeoutMs, heartbeatIntervalMs, minFetchBytes, maxFetchBytes }: EngineLimits): void {
  if (sessionTimeoutMs < 2 * heartbeatIntervalMs) {
    throw invalid(
      `makes sessionTimeoutMs ${sessionTimeoutMs} and heartbeatIntervalMs ${heartbeatIntervalMs}: one late heartbeat would cost members their partitions. Let the first be at least twice the second.`,
    );
  }
  if (minFetchBytes > maxFetchBytes) {
    throw invalid(`makes minFetchBytes ${minFetchBytes}, which is more than maxFetchBytes, ${maxFetchBytes}.`);
  }
}

function invalid(message: string): MillraceError {
  return new MillraceError('INVALID_SETTINGS', `MILLRACE_LIMITS ${message}`);
}
