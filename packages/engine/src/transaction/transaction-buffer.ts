import { type Clock, MillraceError } from '@millrace/core';
import { countOf, type RoutedCall } from '../append/append-call.ts';
import { routedCall } from '../append/route-records.ts';
import { checkCommit } from '../commit/check-commit.ts';
import type { PreparedCommit } from '../commit/prepared-commit.ts';
import type { EngineLimits } from '../limits.ts';
import type { TopicCatalogue } from '../topic/topic-catalogue.ts';
import type { DeferredStatement, RecordsToAppend } from './transaction.ts';

/** Bytes that all transactions of a node hold together. */
export class HeldBytes {
  bytes = 0;
}

export interface TransactionBufferOptions {
  readonly catalogue: TopicCatalogue;
  readonly clock: Clock;
  readonly limits: EngineLimits;
  readonly held: HeldBytes;
}

/** What a transaction does at its end, in the order in which its callback asked for it. */
export class TransactionBuffer {
  readonly #options: TransactionBufferOptions;
  readonly #calls: (RoutedCall | undefined)[] = [];
  readonly #partitionIds = new Set<number>();
  readonly #commits: PreparedCommit[] = [];
  readonly #deferred: DeferredStatement[] = [];
  /** Partitions that offsets are committed of, by group. */
  readonly #committing = new Set<string>();
  #records = 0;
  #bytes = 0;

  constructor(options: TransactionBufferOptions) {
    this.#options = options;
  }

  /** Once all appends have settled. */
  calls(): readonly RoutedCall[] {
    return this.#calls.filter((call) => call !== undefined);
  }

  get commits(): readonly PreparedCommit[] {
    return this.#commits;
  }

  get deferred(): readonly DeferredStatement[] {
    return this.#deferred;
  }

  /** CALL_TOO_LARGE, QUEUE_FULL. */
  defer(statement: DeferredStatement): void {
    const bytes = statement.parameters.reduce<number>(
      (sum, parameter) => sum + (parameter instanceof Buffer ? parameter.length : 8),
      0,
    );
    this.#countBytes(bytes);
    this.#deferred.push(statement);
  }

  async append({ topic: name, records }: RecordsToAppend): Promise<void> {
    const { catalogue, clock, limits } = this.#options;
    // Its place is taken before the topic is looked up: calls that are not awaited keep their order.
    const place = this.#calls.push(undefined) - 1;
    this.#assertRecords(countOf(records));
    const topic = catalogue.peek(name) ?? (await catalogue.get(name));
    const call = routedCall(topic, records, clock.now(), limits);
    this.#countBytes(call.byteSize);
    this.#records += countOf(records);
    this.#touch(call);
    this.#calls[place] = call;
  }

  /** INVALID_INPUT for a partition that has been named before. */
  commit(commit: PreparedCommit): void {
    const { maxPartitionsPerCommit } = this.#options.limits;
    const { request } = commit;
    checkCommit(request, maxPartitionsPerCommit);
    if (this.#committing.size + request.partitions.length > maxPartitionsPerCommit) {
      throw new MillraceError(
        'LIMIT_EXCEEDED',
        `A transaction commits offsets of ${maxPartitionsPerCommit} partitions at most: make several of it.`,
        { details: { limit: 'maxPartitionsPerCommit', value: maxPartitionsPerCommit } },
      );
    }
    for (const { partitionId, topic, partition } of request.partitions) {
      const key = `${request.groupId}/${partitionId}`;
      if (this.#committing.has(key)) {
        throw new MillraceError(
          'INVALID_INPUT',
          `The transaction commits partition ${partition} of "${topic}" twice: give each partition one offset.`,
        );
      }
      this.#committing.add(key);
    }
    this.#commits.push(commit);
  }

  /** Nothing is held any more. */
  release(): void {
    this.#options.held.bytes -= this.#bytes;
    this.#bytes = 0;
  }

  #assertRecords(more: number): void {
    const { maxTransactionRecords } = this.#options.limits;
    if (this.#records + more <= maxTransactionRecords) return;
    throw new MillraceError(
      'TOO_MANY_RECORDS',
      `A transaction appends ${maxTransactionRecords} records at most: make several of it.`,
    );
  }

  #countBytes(more: number): void {
    const { held, limits } = this.#options;
    if (this.#bytes + more > limits.maxTransactionBytes) {
      throw new MillraceError(
        'CALL_TOO_LARGE',
        `A transaction appends ${limits.maxTransactionBytes} bytes at most: make several of it.`,
      );
    }
    if (held.bytes > 0 && held.bytes + more > limits.maxTransactionsBytes) {
      throw new MillraceError(
        'QUEUE_FULL',
        `The transactions that are under way hold ${held.bytes} bytes already. Do this one again in a moment.`,
      );
    }
    held.bytes += more;
    this.#bytes += more;
  }

  #touch({ topic, partitions }: RoutedCall): void {
    const { maxTransactionPartitions } = this.#options.limits;
    const indexes = typeof partitions === 'number' ? [partitions] : new Set(partitions);
    for (const index of indexes) this.#partitionIds.add(topic.partitions[index]?.id as number);
    if (this.#partitionIds.size <= maxTransactionPartitions) return;
    throw new MillraceError(
      'LIMIT_EXCEEDED',
      `A transaction appends to ${maxTransactionPartitions} partitions at most: make several of it.`,
      { details: { limit: 'maxTransactionPartitions', value: maxTransactionPartitions } },
    );
  }
}
