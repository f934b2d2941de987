import { until } from '@millrace/engine/testing';
import { TestState } from '@millrace/streams-rx/testing';
import { afterAll, beforeAll } from 'vitest';
import { startTestApi, type TestApi } from './test-api.ts';
import { openTestNode, type TestNode } from './test-node.ts';

export interface TablePage {
  readonly nodes: readonly {
    readonly key: unknown;
    readonly value: unknown;
    readonly partition: number;
    readonly window: { readonly start: string; readonly end: string | null } | null;
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

type OpenState = Parameters<typeof TestState.open> extends [unknown, ...infer Rest] ? Rest : never;

/** An API of a test file's own with a process beside it that runs applications, and reads of their tables. */
export class TestTables {
  api!: TestApi;
  node!: TestNode;
  readonly #states: TestState[] = [];

  constructor() {
    beforeAll(async () => {
      this.api = await startTestApi();
      await this.api.ready;
      this.node = await openTestNode(this.api);
    });
    afterAll(async () => {
      for (const state of this.#states) await state.close();
      await this.node?.close();
      await this.api?.remove();
    });
  }

  /** State that the test writes; closed with the API. */
  async state(...args: OpenState): Promise<TestState> {
    const state = await TestState.open(this.node.engine, ...args);
    this.#states.push(state);
    return state;
  }

  /** One page of a table, as `read` says: `scan(first: 2)`. */
  async page(application: string, store: string, read: string, after?: string | null): Promise<TablePage> {
    const { table } = await this.api.data<{ table: { page: TablePage } }>(
      `query ($application: ID!, $store: String!${after === undefined ? '' : ', $after: String'}) {
        table(application: $application, store: $store) {
          page: ${read} { nodes { partition key value window { start end } } pageInfo { hasNextPage endCursor } } } }`,
      { application, store, after },
    );
    return table.page;
  }

  /** Keys of all pages of two entries; `read` has `$PAGE` where its arguments say which page. */
  async allKeys(application: string, store: string, read: string): Promise<unknown[]> {
    const keys: unknown[] = [];
    for (let after: string | null = null; ; ) {
      const found: TablePage = await this.page(
        application,
        store,
        read.replace('$PAGE', 'first: 2, after: $after'),
        after,
      );
      keys.push(...keysOf(found));
      if (!found.pageInfo.hasNextPage) return keys;
      after = found.pageInfo.endCursor;
    }
  }

  /** Waits until a table that may not be there yet has these values. */
  async has(application: string, store: string, expected: { readonly [key: string]: unknown }): Promise<void> {
    const query = `query ($application: ID!, $store: String!) { table(application: $application, store: $store) {
      range { nodes { key value } } } }`;
    await until(`${JSON.stringify(expected)} in ${application}`, async () => {
      const { data } = await this.api.execute<{ table: { range: TablePage } }>(query, { application, store });
      const found = data?.table.range.nodes.map(({ key, value }) => [key, value]) ?? [];
      return JSON.stringify(Object.fromEntries(found)) === JSON.stringify(expected);
    });
  }
}

export const keysOf = ({ nodes }: TablePage) => nodes.map(({ key }) => key);
