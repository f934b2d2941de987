import { type Clock, MillraceError } from '@millrace/core';
import { type ExecutionResult, type GraphQLError, type GraphQLFieldResolver, getArgumentValues } from 'graphql';
import type { Authorize, Context } from './context.ts';
import { presentError } from './errors.ts';
import type { EventSource } from './event-source.ts';
import type { Preparation, PreparedOperation, Preparer } from './prepare.ts';

export interface ExecutorObserver {
  /** `outcome` is OK or the code of the first error; `field` the first root field. */
  operationEnded(kind: string, field: string, outcome: string, durationMs: number): void;
}

export interface ExecutorOptions {
  readonly preparer: Preparer;
  readonly authorize: Authorize;
  readonly observer: ExecutorObserver;
  readonly clock: Clock;
}

/** A subscription that was let in: its events, and how one of them becomes the text of a GraphQL result. */
export interface OpenSubscription {
  readonly source: EventSource;
  readonly render: (event: unknown) => string | Promise<string>;
}

type Coerced = { [name: string]: unknown };
type Variables = { readonly [name: string]: unknown } | null | undefined;

/** The one way an operation runs, whatever brought it: prepared, variables coerced, authorised, executed, errors presented. */
export class Executor {
  readonly #options: ExecutorOptions;

  constructor(options: ExecutorOptions) {
    this.#options = options;
  }

  prepare(text: string, operationName?: string | null): Preparation {
    return this.#options.preparer.prepare(text, operationName);
  }

  /** A query or mutation. Never rejects. */
  async execute(preparation: Preparation, variables: Variables, context: Context): Promise<ExecutionResult> {
    const { clock } = this.#options;
    const startedAt = clock.monotonic();
    const result = await this.#execute(preparation, variables, context);
    this.#observe(preparation, result.errors, clock.monotonic() - startedAt);
    return result;
  }

  async #execute(preparation: Preparation, variables: Variables, context: Context): Promise<ExecutionResult> {
    if (preparation.errors) return { errors: preparation.errors };
    const { prepared } = preparation;
    try {
      if (prepared.kind === 'subscription') throw subscriptionsNeedSockets();
      const coerced = prepared.coerceVariables(variables ?? {});
      await this.#authorize(prepared, context);
      const result = await prepared.run({}, context, coerced);
      return result.errors ? { ...result, errors: this.#present(result.errors, context) } : result;
    } catch (error) {
      return { errors: [presentError(error, context.logger)] };
    }
  }

  /** A subscription up to its source; what is wrong with it comes as errors. */
  async subscribe(
    preparation: Preparation,
    variables: Variables,
    context: Context,
  ): Promise<OpenSubscription | { readonly errors: readonly GraphQLError[] }> {
    const opened = await this.#open(preparation, variables, context);
    this.#observe(preparation, 'errors' in opened ? opened.errors : undefined, 0);
    return opened;
  }

  async #open(
    preparation: Preparation,
    variables: Variables,
    context: Context,
  ): Promise<OpenSubscription | { readonly errors: readonly GraphQLError[] }> {
    if (preparation.errors) return { errors: preparation.errors };
    const { prepared } = preparation;
    try {
      const coerced = prepared.coerceVariables(variables ?? {});
      await this.#authorize(prepared, context);
      const source = await this.#source(prepared, coerced, context);
      return { source, render: (event) => this.#render(prepared, event, coerced, context) };
    } catch (error) {
      return { errors: [presentError(error, context.logger)] };
    }
  }

  /** Validation has seen to it that there is exactly one root field. */
  #source(prepared: PreparedOperation, coerced: Coerced, context: Context): EventSource | Promise<EventSource> {
    const { schema } = this.#options.preparer;
    const definition = schema.getSubscriptionType()?.getFields()[prepared.rootFields[0] as string];
    const node = prepared.rootNodes[0];
    if (!definition?.subscribe || !node) throw new Error(`The subscription ${prepared.rootFields[0]} has no source.`);
    const subscribe = definition.subscribe as unknown as GraphQLFieldResolver<unknown, Context>;
    return subscribe({}, getArgumentValues(definition, node, coerced), context, undefined as never) as EventSource;
  }

  #render(prepared: PreparedOperation, event: unknown, coerced: Coerced, context: Context): string | Promise<string> {
    const result = prepared.run(event, context, coerced);
    return 'then' in result && typeof result.then === 'function'
      ? (result as Promise<ExecutionResult>).then((settled) => this.#stringify(settled, context))
      : this.#stringify(result as ExecutionResult, context);
  }

  #stringify(result: ExecutionResult, context: Context): string {
    return JSON.stringify(result.errors ? { ...result, errors: this.#present(result.errors, context) } : result);
  }

  async #authorize(prepared: PreparedOperation, context: Context): Promise<void> {
    const { kind: operation, rootFields } = prepared;
    await this.#options.authorize({ principal: context.principal, operation, rootFields });
  }

  #present(errors: readonly GraphQLError[], context: Context): GraphQLError[] {
    return errors.map((error) => presentError(error, context.logger));
  }

  #observe(preparation: Preparation, errors: readonly GraphQLError[] | undefined, durationMs: number): void {
    const prepared = preparation.errors ? undefined : preparation.prepared;
    const outcome = errors?.[0] ? String(errors[0].extensions.code) : 'OK';
    this.#options.observer.operationEnded(
      prepared?.kind ?? 'none',
      prepared?.rootFields[0] ?? 'none',
      outcome,
      durationMs,
    );
  }
}

function subscriptionsNeedSockets(): MillraceError {
  return new MillraceError(
    'INVALID_INPUT',
    'Subscriptions run over a WebSocket (graphql-transport-ws) at the same address.',
  );
}
