import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Clock, isMillraceError, type Logger, type Timer } from '@millrace/core';
import type { Engine } from '@millrace/engine';
import { beat, type ThisInstance } from './beat.ts';
import type { ApplicationRegistration, InstanceSnapshot, ProcessingError } from './instance-snapshot.ts';
import { storableJson } from './storable-text.ts';
import { topologyHash } from './topology-hash.ts';
import { writeErrors } from './write-errors.ts';

export const heartbeatMs = 2_000;
/** An error is known to others after so long, together with those that came meanwhile. */
const reportWithinMs = 200;
const maxErrorsPerStatement = 100;
/** While Postgres is away; the oldest make room. */
const maxWaitingErrors = 1_000;

export interface InstanceRegistryOptions {
  readonly engine: Pick<Engine, 'nodeId' | 'query'>;
  readonly registration: ApplicationRegistration;
  /** How the instance is, when it is asked. */
  readonly snapshot: () => InstanceSnapshot;
  /** Of the program, for people. */
  readonly version?: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface WaitingError {
  readonly error: ProcessingError;
  /** On the monotonic clock. */
  readonly at: number;
}

/**
 * Tells others of an instance: that it lives, how it is, and what went wrong with records. Nothing of it holds the instance up: where Postgres
 * does not answer it is logged and tried again.
 */
export class InstanceRegistry {
  readonly instanceId = randomUUID();
  readonly #options: InstanceRegistryOptions;
  readonly #instance: ThisInstance;
  #waiting: WaitingError[] = [];
  #lostErrors = 0;
  #timer: { readonly timer: Timer; readonly dueAt: number } | undefined;
  #turn: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: InstanceRegistryOptions) {
    this.#options = options;
    const { applicationId, topology } = options.registration;
    this.#instance = {
      id: this.instanceId,
      application: applicationId,
      nodeId: options.engine.nodeId,
      hostname: hostname(),
      processId: process.pid,
      version: options.version ?? null,
      topology: storableJson(topology),
      topologyHash: topologyHash(topology),
    };
  }

  /** Resolves when others can see it, or when that has failed once: it is tried again every few seconds. */
  start(): Promise<void> {
    return this.#takeTurn();
  }

  /** Its state has changed: others shall know at once. */
  announce(): void {
    this.#schedule(0);
  }

  /** Never waits, never throws. */
  report(error: ProcessingError): void {
    this.#waiting.push({ error, at: this.#options.clock.monotonic() });
    this.#dropOldest();
    this.#schedule(reportWithinMs);
  }

  /** Says goodbye: STOPPED, whatever the snapshot says. Tries once. Twice is once. */
  close(): Promise<void> {
    this.#closing ??= this.#sayGoodbye();
    return this.#closing;
  }

  async #sayGoodbye(): Promise<void> {
    this.#timer?.timer.cancel();
    this.#timer = undefined;
    await this.#turn;
    await this.#tell(() => ({ ...this.#options.snapshot(), state: 'STOPPED', tasks: [], rates: {} }));
  }

  /** One at a time; the next is due when it has ended. */
  #takeTurn(): Promise<void> {
    this.#turn ??= this.#tell(this.#options.snapshot).finally(() => {
      this.#turn = undefined;
      this.#schedule(heartbeatMs);
    });
    return this.#turn;
  }

  #schedule(delayMs: number): void {
    if (this.#closing) return;
    const { clock } = this.#options;
    const dueAt = clock.monotonic() + delayMs;
    if (this.#timer && this.#timer.dueAt <= dueAt) return;
    this.#timer?.timer.cancel();
    const timer = clock.schedule(delayMs, () => {
      this.#timer = undefined;
      // One that is under way has not seen what this one is for.
      if (this.#turn) void this.#turn.then(() => this.#schedule(0));
      else void this.#takeTurn();
    });
    this.#timer = { timer, dueAt };
  }

  async #tell(snapshot: () => InstanceSnapshot): Promise<void> {
    const { engine, logger } = this.#options;
    const { application } = this.#instance;
    // Errors first: whoever sees what the snapshot has counted can see what was counted.
    await this.#writeErrors().catch((error) => logger.warn({ error, application }, 'Errors could not be registered'));
    try {
      await beat(engine, this.#instance, snapshot());
    } catch (error) {
      logger.warn({ error, application }, 'The instance could not be registered');
    }
  }

  async #writeErrors(): Promise<void> {
    const { engine, clock, logger } = this.#options;
    const { application, id } = this.#instance;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, maxErrorsPerStatement);
      const now = clock.monotonic();
      try {
        const errors = batch.map(({ error, at }) => ({ ...error, ageMs: Math.max(0, now - at) }));
        await writeErrors(engine, application, id, errors);
      } catch (error) {
        // What Postgres refuses it will refuse again.
        if (isMillraceError(error) && error.retriable) this.#waiting.unshift(...batch);
        else this.#lostErrors += batch.length;
        this.#dropOldest();
        throw error;
      }
    }
    if (this.#lostErrors > 0)
      logger.warn({ application, count: this.#lostErrors }, 'Errors of records were not registered');
    this.#lostErrors = 0;
  }

  #dropOldest(): void {
    const over = this.#waiting.length - maxWaitingErrors;
    if (over <= 0) return;
    this.#waiting.splice(0, over);
    this.#lostErrors += over;
  }
}
