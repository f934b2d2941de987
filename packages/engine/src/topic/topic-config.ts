import { MillraceError } from '@millrace/core';

/** How keys or values of a topic are encoded; the engine only keeps it, the API and processors go by it. */
export type Format = 'STRING' | 'JSON' | 'BYTES';
export type CompressionType = 'NONE' | 'PGLZ' | 'LZ4';
export type CleanupPolicy = 'DELETE' | 'COMPACT' | 'COMPACT_DELETE';
/** Of which segments Millrace keeps an index of the keys. */
export type KeyIndex = 'NONE' | 'SEALED';
export type TimestampType = 'CREATE_TIME' | 'LOG_APPEND_TIME';

/** Configuration of a topic, named as Kafka names it where Kafka has it. `-1` of a limit means none. */
export interface TopicConfig {
  readonly keyFormat: Format;
  readonly valueFormat: Format;
  /** How the segment's columns are compressed by Postgres; takes effect with the next segment. */
  readonly compressionType: CompressionType;
  /** Largest record, in bytes: key, value and headers. */
  readonly maxMessageBytes: number;
  readonly messageTimestampType: TimestampType;
  /** Under CREATE_TIME: how far a record's own timestamp may lie back when it is appended. Milliseconds; -1: however far. */
  readonly messageTimestampBeforeMaxMs: number;
  /** The same for one that lies ahead. A record of the far future keeps its segment from ever being too old. */
  readonly messageTimestampAfterMaxMs: number;
  /** Whether records are found by key through an index; of the open segment there is none. */
  readonly keyIndex: KeyIndex;
  /** A segment is rolled once its table holds this many bytes on disk. */
  readonly segmentBytes: number;
  /** A segment is rolled once it has been open this long, if it holds records. Milliseconds. */
  readonly segmentMs: number;
  /** A sealed segment leaves the log once its newest record is this old. Milliseconds; -1: never. */
  readonly retentionMs: number;
  /** Sealed segments leave the log while the others hold this many bytes on disk for each partition; -1: never. */
  readonly retentionBytes: number;
  /** What becomes of old records: they are deleted by age and size, or compacted to the newest of every key, or both. */
  readonly cleanupPolicy: CleanupPolicy;
  /** How long a tombstone stays once it was compacted past: who reads from the start has this long to see it. Milliseconds. */
  readonly deleteRetentionMs: number;
  /** A segment is not compacted before its newest record is this old. Milliseconds. */
  readonly minCompactionLagMs: number;
  /** A record is compacted once it is this old, however little there is to gain. Milliseconds; -1: no need to. */
  readonly maxCompactionLagMs: number;
}

/** What was set; null means: back to the default. */
export type TopicConfigOverrides = { readonly [K in keyof TopicConfig]?: TopicConfig[K] | null | undefined };

type Definition<T> =
  | { readonly kind: 'choice'; readonly default: T; readonly choices: readonly T[]; readonly doc: string }
  | {
      readonly kind: 'integer';
      readonly default: number;
      readonly min: number;
      readonly max: number;
      readonly unit: 'bytes' | 'ms';
      readonly doc: string;
    };

const formats = ['STRING', 'JSON', 'BYTES'] as const;

/** Every configuration with its default, unit, bounds and description: what validation and documentation go by. */
export const topicConfigDefinitions = {
  keyFormat: { kind: 'choice', default: 'STRING', choices: formats, doc: 'How keys are encoded.' },
  valueFormat: { kind: 'choice', default: 'JSON', choices: formats, doc: 'How values are encoded.' },
  compressionType: {
    kind: 'choice',
    default: 'NONE',
    choices: ['NONE', 'PGLZ', 'LZ4'],
    doc: 'How Postgres compresses the columns of a batch, from the next segment on. LZ4 needs a server built with it.',
  },
  maxMessageBytes: {
    kind: 'integer',
    default: 1_048_588,
    min: 1,
    max: 64 * 1024 * 1024,
    unit: 'bytes',
    doc: 'Largest record: its key, value and headers. Over GraphQL a request holds it as JSON, within maxBodyBytes.',
  },
  messageTimestampType: {
    kind: 'choice',
    default: 'CREATE_TIME',
    choices: ['CREATE_TIME', 'LOG_APPEND_TIME'],
    doc: "Whether a record keeps its producer's time or gets the time of its append.",
  },
  messageTimestampBeforeMaxMs: {
    kind: 'integer',
    default: -1,
    min: -1,
    max: Number.MAX_SAFE_INTEGER,
    unit: 'ms',
    doc: "How far a record's own timestamp may lie back when it is appended; -1: however far.",
  },
  messageTimestampAfterMaxMs: {
    kind: 'integer',
    default: -1,
    min: -1,
    max: Number.MAX_SAFE_INTEGER,
    unit: 'ms',
    doc: "How far a record's own timestamp may lie ahead when it is appended; -1: however far. One far ahead keeps its segment from ever being too old.",
  },
  keyIndex: {
    kind: 'choice',
    default: 'NONE',
    choices: ['NONE', 'SEALED'],
    doc: 'SEALED: an index of the keys of sealed segments, made in the background, finds records by key at once; it takes up to 40 bytes a key.',
  },
  segmentBytes: {
    kind: 'integer',
    default: 1024 ** 3,
    min: 1024 ** 2,
    max: 1024 ** 4,
    unit: 'bytes',
    doc: 'A segment is rolled once its table holds this many bytes on disk.',
  },
  segmentMs: {
    kind: 'integer',
    default: 7 * 24 * 60 * 60 * 1000,
    min: 1000,
    max: 10 * 365 * 24 * 60 * 60 * 1000,
    unit: 'ms',
    doc: 'A segment that holds records is rolled once it has been open this long.',
  },
  retentionMs: {
    kind: 'integer',
    default: 7 * 24 * 60 * 60 * 1000,
    min: -1,
    max: Number.MAX_SAFE_INTEGER,
    unit: 'ms',
    doc: 'Records are deleted, a segment at a time, once the newest of the segment is this old; -1: never.',
  },
  retentionBytes: {
    kind: 'integer',
    default: -1,
    min: -1,
    max: Number.MAX_SAFE_INTEGER,
    unit: 'bytes',
    doc: 'The oldest segments are deleted while the others hold this many bytes on disk for each partition; -1: never.',
  },
  cleanupPolicy: {
    kind: 'choice',
    default: 'DELETE',
    choices: ['DELETE', 'COMPACT', 'COMPACT_DELETE'],
    doc: 'Whether old records are deleted by age and size, compacted to the newest of every key, or both.',
  },
  deleteRetentionMs: {
    kind: 'integer',
    default: 24 * 60 * 60 * 1000,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    unit: 'ms',
    doc: 'How long a tombstone stays once it was compacted past: who reads from the start has this long to see it.',
  },
  minCompactionLagMs: {
    kind: 'integer',
    default: 0,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    unit: 'ms',
    doc: 'A segment is not compacted before its newest record is this old.',
  },
  maxCompactionLagMs: {
    kind: 'integer',
    default: -1,
    min: -1,
    max: Number.MAX_SAFE_INTEGER,
    unit: 'ms',
    doc: 'A segment is rolled, and compacted however little there is to gain, once it is this old; -1: no need to.',
  },
} as const satisfies { readonly [K in keyof TopicConfig]: Definition<TopicConfig[K]> };

const names = Object.keys(topicConfigDefinitions) as (keyof TopicConfig)[];

/** What is in force: `overrides` over the defaults. */
export function resolveTopicConfig(overrides: TopicConfigOverrides): TopicConfig {
  return Object.fromEntries(
    names.map((name) => [name, overrides[name] ?? topicConfigDefinitions[name].default]),
  ) as unknown as TopicConfig;
}

/** Lays `changes` over what was `set` before; null takes a setting back. Throws INVALID_CONFIG that names the setting. */
export function applyTopicConfig(set: TopicConfigOverrides, changes: TopicConfigOverrides): TopicConfigOverrides {
  const result: { [name: string]: unknown } = { ...set };
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    const definition: Definition<unknown> | undefined = Object.hasOwn(topicConfigDefinitions, name)
      ? topicConfigDefinitions[name as keyof TopicConfig]
      : undefined;
    if (!definition) {
      throw new MillraceError('INVALID_CONFIG', `There is no configuration "${name}". There are: ${names.join(', ')}.`);
    }
    if (value === null) delete result[name];
    else result[name] = checked(name, value, definition);
  }
  return result as TopicConfigOverrides;
}

function checked(name: string, value: unknown, definition: Definition<unknown>): unknown {
  if (definition.kind === 'choice') {
    if (definition.choices.includes(value)) return value;
    throw new MillraceError('INVALID_CONFIG', `${name} is one of ${definition.choices.join(', ')}, not ${value}.`);
  }
  const { min, max, unit } = definition;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new MillraceError('INVALID_CONFIG', `${name} is a whole number from ${min} to ${max} ${unit}, not ${value}.`);
}
