'use client';

import { Anchor, Badge, Breadcrumbs, Group, Stack, Title } from '@mantine/core';
import { graphql } from '../../../generated/index.ts';
import { ProblemPanel } from '../../api/problem-panel.tsx';
import { useLiveQuery } from '../../api/use-live-query.ts';
import { PageLink } from '../../frame/page-link.tsx';
import { Skeleton } from '../../frame/skeleton.tsx';
import { useAddressState } from '../../frame/use-address-state.ts';
import { processorPath } from '../processor-path.ts';
import { TableEntries } from './table-entries.tsx';
import { TableLive } from './table-live.tsx';
import classes from './table-page.module.css';
import { TableToolbar } from './table-toolbar.tsx';
import { keyOf, parametersOfTable, tableViewOf } from './table-view.ts';

const tablePageQuery = graphql(`
  query TablePage($application: ID!, $store: String!) {
    table(application: $application, store: $store) {
      kind
      keyFormat
      valueFormat
    }
  }
`);

interface TablePageProps {
  readonly application: string;
  readonly store: string;
}

/** A state store read as a table: its rows by key, or what changes in it. What it shows is in the address. */
export function TablePage({ application, store }: TablePageProps) {
  const [address, setAddress] = useAddressState();
  const view = tableViewOf(address);
  const { data, problem, refresh } = useLiveQuery({
    query: tablePageQuery,
    variables: { application, store },
    // A table that is not there may be written at any moment.
    refreshMs: 5_000,
  });
  const table = data?.table;
  const windowed = table?.kind === 'WINDOW' || table?.kind === 'SESSION';
  const typed = table && view.show === 'live' && view.key !== '' ? keyOf(view.key, table.keyFormat) : null;

  return (
    <Stack gap="md">
      <div>
        <Breadcrumbs separatorMargin={6} className={classes.path as string}>
          <Anchor component={PageLink} href="/processors" size="xs" c="dimmed">
            Processors
          </Anchor>
          <Anchor component={PageLink} href={processorPath(application, 'stores')} size="xs" c="dimmed">
            {application}
          </Anchor>
        </Breadcrumbs>
        <Group gap="sm" wrap="nowrap" mih={36}>
          <Title order={1} className={classes.name as string} title={store}>
            {store}
          </Title>
          {table && (
            <Badge variant="default" title="How keys and values are written" style={{ minWidth: 'max-content' }}>
              {`${table.keyFormat} / ${table.valueFormat}`.toLowerCase()}
            </Badge>
          )}
          {windowed && (
            <Badge variant="default" style={{ minWidth: 'max-content' }}>
              {table.kind === 'WINDOW' ? 'windows' : 'sessions'}
            </Badge>
          )}
        </Group>
      </div>
      {problem && !table && <ProblemPanel problem={problem} onRetry={refresh} title="The table could not be read" />}
      {!table && !problem && <Skeleton height={220} />}
      {table && (
        <>
          <TableToolbar
            view={view}
            keyFormat={table.keyFormat}
            windowed={windowed}
            onChange={(changes) => setAddress(parametersOfTable(changes), 'push')}
          />
          {view.show === 'live' ? (
            (!typed || 'key' in typed) && (
              <TableLive
                key={JSON.stringify([application, store, typed])}
                application={application}
                store={store}
                windowed={windowed}
                {...(typed ? { only: typed.key } : {})}
              />
            )
          ) : (
            <TableEntries
              application={application}
              store={store}
              keyFormat={table.keyFormat}
              windowed={windowed}
              view={view}
              onGo={(after) => setAddress(parametersOfTable({ after }), 'push')}
            />
          )}
        </>
      )}
    </Stack>
  );
}
