import type { GqlQueryResolvers } from '../../generated/resolver-types.ts';
import { requireTable } from './require-table.ts';
import { TableView } from './table-view.ts';

export const table: NonNullable<GqlQueryResolvers['table']> = async (_, { application, store }, { engine }) =>
  new TableView(await requireTable(engine, application, store));
