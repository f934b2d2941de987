/**
 * Every code an expected refusal can carry, with whether the same call may succeed when it is tried again unchanged.
 * Codes are stable: clients match on them, never on message texts. The words are Kafka's where Kafka has one.
 */
export const errorCodes = {
  // topics and configuration
  TOPIC_NOT_FOUND: { retriable: false },
  TOPIC_ALREADY_EXISTS: { retriable: false },
  INVALID_TOPIC_NAME: { retriable: false },
  INVALID_PARTITIONS: { retriable: false },
  INVALID_CONFIG: { retriable: false },
  PARTITION_NOT_FOUND: { retriable: false },
  // records
  INVALID_RECORD: { retriable: false },
  RECORD_TOO_LARGE: { retriable: false },
  TOO_MANY_RECORDS: { retriable: false },
  CALL_TOO_LARGE: { retriable: false },
  // producers
  UNKNOWN_PRODUCER_ID: { retriable: false },
  PRODUCER_FENCED: { retriable: false },
  OUT_OF_ORDER_SEQUENCE: { retriable: false },
  DUPLICATE_SEQUENCE: { retriable: false },
  // reading
  OFFSET_OUT_OF_RANGE: { retriable: false },
  INVALID_POSITION: { retriable: false },
  INVALID_FILTER: { retriable: false },
  SEARCH_TIMEOUT: { retriable: false },
  // consumer groups
  INVALID_GROUP_ID: { retriable: false },
  GROUP_NOT_FOUND: { retriable: false },
  GROUP_NOT_EMPTY: { retriable: false },
  INCONSISTENT_GROUP: { retriable: false },
  INVALID_PATTERN: { retriable: false },
  UNKNOWN_MEMBER: { retriable: false },
  FENCED_MEMBER: { retriable: false },
  ILLEGAL_GENERATION: { retriable: false },
  FENCED_INSTANCE: { retriable: false },
  NO_COMMITTED_OFFSET: { retriable: false },
  PROCESSING_TIMEOUT: { retriable: true },
  // transactions
  TRANSACTION_TIMEOUT: { retriable: true },
  TRANSACTION_ENDED: { retriable: false },
  DUPLICATE_TRANSACTION: { retriable: false },
  // stream processors
  INCOMPATIBLE_TOPOLOGY: { retriable: false },
  INVALID_TOPOLOGY: { retriable: false },
  INVALID_STREAM_RECORD: { retriable: false },
  EPOCH_NOT_DRAINED: { retriable: false },
  EPOCH_TIMEOUT: { retriable: true },
  KEY_NOT_IN_PARTITION: { retriable: false },
  PROCESSING_FAILED: { retriable: false },
  APPLICATION_NOT_FOUND: { retriable: false },
  APPLICATION_RUNNING: { retriable: false },
  STORE_NOT_FOUND: { retriable: false },
  // load and faults
  QUEUE_FULL: { retriable: true },
  PARTITION_BUSY: { retriable: true },
  UNKNOWN_OUTCOME: { retriable: false },
  POSTGRES_UNAVAILABLE: { retriable: true },
  STORAGE_FULL: { retriable: true },
  CORRUPT_BATCH: { retriable: false },
  SHUTTING_DOWN: { retriable: true },
  ABORTED: { retriable: false },
  // starting
  INVALID_SETTINGS: { retriable: false },
  MIGRATION_FAILED: { retriable: false },
  ALREADY_RUNNING: { retriable: false },
  // requests
  INVALID_INPUT: { retriable: false },
  SLOW_CONSUMER: { retriable: true },
  LIMIT_EXCEEDED: { retriable: false },
  FORBIDDEN: { retriable: false },
  INTERNAL: { retriable: false },
} as const satisfies Record<string, { retriable: boolean }>;

export type ErrorCode = keyof typeof errorCodes;

export interface MillraceErrorOptions {
  cause?: unknown;
  /** Overrides what the code says, for the rare call that knows better. */
  retriable?: boolean;
  /** Further facts for programs, for example `{ index: 3 }` of an INVALID_RECORD. JSON values only. */
  details?: Record<string, unknown>;
}

/** The one base error. `message` is a sentence for a person that says what to do; `code` is for programs. */
export class MillraceError extends Error {
  readonly code: ErrorCode;
  readonly retriable: boolean;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, options: MillraceErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'MillraceError';
    this.code = code;
    this.retriable = options.retriable ?? errorCodes[code].retriable;
    this.details = options.details;
  }
}

export function isMillraceError(error: unknown, code?: ErrorCode): error is MillraceError {
  return error instanceof MillraceError && (code === undefined || error.code === code);
}
