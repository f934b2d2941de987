/** What an input for one configuration needs to know: the shape of the API's TopicConfigEntry. */
export interface ConfigField {
  readonly name: string;
  readonly default: unknown;
  readonly unit?: string | null;
  readonly min?: number | null;
  readonly max?: number | null;
  readonly choices?: readonly string[] | null;
  readonly description: string;
}

/**
 * What the form for a new topic offers. The API tells a topic's configuration once the topic exists; before that, this
 * list stands in. e2e/create-topic.spec.ts compares it with what the API then says.
 */
export const topicConfigFields = [
  {
    name: 'keyFormat',
    default: 'STRING',
    choices: ['STRING', 'JSON', 'BYTES'],
    description: 'How keys are encoded.',
  },
  {
    name: 'valueFormat',
    default: 'JSON',
    choices: ['STRING', 'JSON', 'BYTES'],
    description: 'How values are encoded.',
  },
  {
    name: 'compressionType',
    default: 'NONE',
    choices: ['NONE', 'PGLZ', 'LZ4'],
    description: 'How Postgres compresses stored records. LZ4 needs a Postgres built with it.',
  },
  {
    name: 'messageTimestampType',
    default: 'CREATE_TIME',
    choices: ['CREATE_TIME', 'LOG_APPEND_TIME'],
    description: "Whether a record keeps its producer's time or gets the time of its append.",
  },
  {
    name: 'messageTimestampBeforeMaxMs',
    default: -1,
    unit: 'ms',
    min: -1,
    max: Number.MAX_SAFE_INTEGER,
    description: "How far a record's own timestamp may lie back when it is appended.",
  },
  {
    name: 'messageTimestampAfterMaxMs',
    default: -1,
    unit: 'ms',
    min: -1,
    max: Number.MAX_SAFE_INTEGER,
    description:
      "How far a record's own timestamp may lie ahead. One far ahead keeps its segment from ever being too old.",
  },
  {
    name: 'maxMessageBytes',
    default: 1_048_588,
    unit: 'bytes',
    min: 1,
    max: 64 * 1024 ** 2,
    description:
      'Largest record: its key, value and headers. Over GraphQL a request holds it as JSON, within maxBodyBytes.',
  },
  {
    name: 'keyIndex',
    default: 'NONE',
    choices: ['NONE', 'SEALED'],
    description:
      'SEALED: an index of the keys of sealed segments finds records by key at once, for up to 40 bytes a key.',
  },
  {
    name: 'segmentBytes',
    default: 1024 ** 3,
    unit: 'bytes',
    min: 1024 ** 2,
    max: 1024 ** 4,
    description: 'A segment is rolled once its table holds this many bytes on disk.',
  },
  {
    name: 'segmentMs',
    default: 7 * 86_400_000,
    unit: 'ms',
    min: 1000,
    max: 3650 * 86_400_000,
    description: 'A segment that holds records is rolled once it has been open this long.',
  },
  {
    name: 'retentionMs',
    default: 7 * 86_400_000,
    unit: 'ms',
    min: -1,
    max: Number.MAX_SAFE_INTEGER,
    description: 'Records are deleted, a segment at a time, once the newest of the segment is this old.',
  },
  {
    name: 'retentionBytes',
    default: -1,
    unit: 'bytes',
    min: -1,
    max: Number.MAX_SAFE_INTEGER,
    description: 'The oldest segments are deleted while the others hold this many bytes on disk for each partition.',
  },
  {
    name: 'cleanupPolicy',
    default: 'DELETE',
    choices: ['DELETE', 'COMPACT', 'COMPACT_DELETE'],
    description: 'Whether old records are deleted by age and size, compacted to the newest of every key, or both.',
  },
  {
    name: 'deleteRetentionMs',
    default: 86_400_000,
    unit: 'ms',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    description: 'How long a tombstone stays once it was compacted past.',
  },
  {
    name: 'minCompactionLagMs',
    default: 0,
    unit: 'ms',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    description: 'A segment is not compacted before its newest record is this old.',
  },
  {
    name: 'maxCompactionLagMs',
    default: -1,
    unit: 'ms',
    min: -1,
    max: Number.MAX_SAFE_INTEGER,
    description: 'A segment is rolled, and compacted however little there is to gain, once it is this old.',
  },
] as const satisfies readonly ConfigField[];
