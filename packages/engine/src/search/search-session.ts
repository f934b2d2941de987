import { PipelineSession, type PipelineWriter, type PreparedStatement, type StatementResult } from '@millrace/database';
import type { PoolClient } from 'pg';

/** A statement that is planned once a session, and its parameters. */
export interface PlannedStatement extends PreparedStatement {
  readonly parameterCount: number;
  /** Writes the parameters, in order. */
  readonly write: (writer: PipelineWriter) => void;
}

/** A value of bytes; not copied where it is large. */
export function writeBytes(writer: PipelineWriter, bytes: Uint8Array): void {
  writer.binary(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
}

/** Plans that a session keeps, each of some tens of kilobytes of its process: of the tables that were looked at last. */
const maxPlans = 256;

const planForAll: PreparedStatement = {
  name: 'search_plan_for_all',
  text: 'set local plan_cache_mode = force_generic_plan',
};
const planForEach: PreparedStatement = { name: 'search_plan_for_each', text: 'set local plan_cache_mode = auto' };

/** A connection that searches use in turns, with the plans of statements that come again and again: to plan one costs more than to run it. */
export class SearchSession {
  readonly client: PoolClient;
  /** Takes the second half of what is to be run, meanwhile. */
  helper: SearchSession | undefined;
  readonly #pipeline: PipelineSession;
  /** Names of statements that have a plan, the one that was used longest ago first. */
  readonly #plans = new Set<string>();

  constructor(client: PoolClient) {
    this.client = client;
    this.#pipeline = new PipelineSession(client);
  }

  /** Runs statements in one round trip, within the transaction that is open. Gives the rows of each, as text. */
  async run(statements: readonly PlannedStatement[]): Promise<StatementResult['rows'][]> {
    const { helper } = this;
    if (!helper || statements.length < 2) return this.#runHere(statements);
    const half = Math.ceil(statements.length / 2);
    const halves = await Promise.all([
      this.#runHere(statements.slice(0, half)),
      helper.#runHere(statements.slice(half)),
    ]);
    return halves.flat();
  }

  async #runHere(statements: readonly PlannedStatement[]): Promise<StatementResult['rows'][]> {
    if (statements.length === 0) return [];
    for (const { name } of statements) {
      this.#plans.delete(name);
      this.#plans.add(name);
    }
    const results = await this.#pipeline.run((writer) => {
      writer.run(planForAll);
      for (const statement of statements) {
        writer.bind('', statement, statement.parameterCount);
        statement.write(writer);
        writer.execute('');
      }
      writer.run(planForEach);
    });
    this.#forgetOldest();
    return results.slice(1, -1).map(({ rows }) => rows);
  }

  #forgetOldest(): void {
    for (const name of this.#plans) {
      if (this.#plans.size <= maxPlans) return;
      this.#plans.delete(name);
      this.#pipeline.forget(name);
    }
  }
}
