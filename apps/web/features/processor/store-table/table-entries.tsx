'use client';

import { Button, EmptyState, Group, Stack } from '@mantine/core';
import { graphql, readFragment } from '../../../generated/index.ts';
import { ProblemPanel } from '../../api/problem-panel.tsx';
import { StaleNotice } from '../../api/stale-notice.tsx';
import { useLiveQuery } from '../../api/use-live-query.ts';
import { Panel } from '../../frame/panel.tsx';
import { IconKey, IconTableOff } from '../../icon/icons.ts';
import { entryId, tableEntryFragment } from './entry-data.ts';
import { EntryTable, EntryTableSkeleton } from './entry-table.tsx';
import { keyOf, type TableView } from './table-view.ts';

const tableEntriesQuery = graphql(`
  query TableEntries(
    $application: ID!
    $store: String!
    $first: Int!
    $after: String
    $all: Boolean!
    $one: Boolean!
    $between: Boolean!
    $key: JSON
    $windowFrom: DateTime
    $windowTo: DateTime
    $from: JSON
    $to: JSON
    $reverse: Boolean!
  ) {
    table(application: $application, store: $store) {
      scan(windowFrom: $windowFrom, windowTo: $windowTo, first: $first, after: $after) @include(if: $all) {
        ...EntryPage
      }
      get(key: $key, windowFrom: $windowFrom, windowTo: $windowTo, first: $first, after: $after) @include(if: $one) {
        ...EntryPage
      }
      range(
        from: $from
        to: $to
        windowFrom: $windowFrom
        windowTo: $windowTo
        reverse: $reverse
        first: $first
        after: $after
      ) @include(if: $between) {
        ...EntryPage
      }
    }
  }
`);

const entryPageFragment = graphql(`
  fragment EntryPage on TableEntryConnection {
    nodes {
      ...TableEntryRow
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
`);

const pageSize = 100;

interface TableEntriesProps {
  readonly application: string;
  readonly store: string;
  readonly keyFormat: string;
  readonly windowed: boolean;
  readonly view: TableView;
  /** To the page behind a cursor; null: to the first. */
  onGo(after: string | null): void;
}

/** A page of a table's entries, read again and again. */
export function TableEntries(props: TableEntriesProps) {
  const { keyFormat, view } = props;
  if (view.show === 'key' && view.key === '') {
    return (
      <Panel>
        <EmptyState
          py={48}
          icon={<IconKey />}
          withIndicatorBackground
          title="Which key?"
          description="Write the whole key: it is found at once, however large the table is."
        />
      </Panel>
    );
  }
  const wrong = [view.key, view.from, view.to]
    .filter((text) => text !== '')
    .map((text) => keyOf(text, keyFormat))
    .find((read) => 'problem' in read);
  // The form says it beside the field.
  if (wrong) return null;
  return <EntryPage {...props} />;
}

function EntryPage({ application, store, keyFormat, windowed, view, onGo }: TableEntriesProps) {
  const { show, after } = view;
  const given = (text: string) => {
    const read = text === '' ? null : keyOf(text, keyFormat);
    return read && 'key' in read ? read.key : undefined;
  };
  const timeOf = (time: number | null) => (time === null ? null : new Date(time).toISOString());
  const { data, problem, refresh } = useLiveQuery({
    query: tableEntriesQuery,
    variables: {
      application,
      store,
      first: pageSize,
      after,
      all: show === 'all',
      one: show === 'key',
      between: show === 'range',
      ...(windowed ? { windowFrom: timeOf(view.windowFrom), windowTo: timeOf(view.windowTo) } : {}),
      ...(show === 'key' ? { key: given(view.key) } : {}),
      ...(show === 'range' ? { from: given(view.from), to: given(view.to) } : {}),
      reverse: view.reverse,
    },
    refreshMs: 3_000,
  });
  if (!data && problem) return <ProblemPanel problem={problem} onRetry={refresh} title="The table could not be read" />;
  const page = readFragment(entryPageFragment, data?.table.scan ?? data?.table.get ?? data?.table.range);
  if (!page) return <EntryTableSkeleton windowed={windowed} />;
  const entries = page.nodes.map((node) => {
    const entry = readFragment(tableEntryFragment, node);
    return { id: entryId(entry), entry };
  });
  const nextCursor = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  return (
    <Stack gap="sm">
      {problem && <StaleNotice problem={problem} onRetry={refresh} />}
      {entries.length > 0 ? (
        <EntryTable entries={entries} windowed={windowed} />
      ) : (
        <Panel>
          <EmptyState
            py={48}
            icon={<IconTableOff />}
            withIndicatorBackground
            {...(nextCursor ? moreToLookAt : { title: emptyTitle(view), description: notYet })}
          />
        </Panel>
      )}
      {(after || nextCursor) && (
        <Group justify="flex-end" gap="xs">
          <Button variant="default" disabled={!after} onClick={() => onGo(null)}>
            First page
          </Button>
          <Button variant="default" disabled={!nextCursor} onClick={() => onGo(nextCursor ?? null)}>
            Next page
          </Button>
        </Group>
      )}
    </Stack>
  );
}

const notYet = 'Entries appear here as soon as an epoch that makes some is committed.';
const moreToLookAt = {
  title: 'Nothing in these windows so far',
  description: 'Some 10,000 entries were looked at: the next page looks on.',
};

function emptyTitle({ show, after, windowFrom, windowTo }: TableView): string {
  if (after) return 'No entries behind these';
  const inWindows = windowFrom !== null || windowTo !== null;
  if (show === 'key') return inWindows ? 'Nothing of that key in these windows' : 'The table has nothing of that key';
  if (inWindows) return 'No entry lies in these windows';
  return show === 'all' ? 'The table is empty' : 'No key lies between these';
}
