'use client';

import { Group, Stack, Text, TextInput, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Problem } from '../api/problem.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { StaleNotice } from '../api/stale-notice.tsx';
import { IconSearch } from '../icon/icons.ts';
import { formatCount } from '../quantity/quantity.ts';
import { EmptiedPage } from './emptied-page.tsx';
import { ListPaging, listPageSize } from './list-paging.tsx';
import { useAddressState } from './use-address-state.ts';
import { useSearchText } from './use-search-text.ts';

/** What of a list the address asks for, in the words of its query. */
export function useListVariables() {
  const [address] = useAddressState();
  return { search: address.get('search') || null, first: listPageSize, after: address.get('after') };
}

interface ListPageProps {
  readonly title: string;
  /** What is listed, in the plural, as it stands in a sentence. */
  readonly things: string;
  /** What came, once something did. */
  readonly list:
    | {
        readonly totalCount: number;
        readonly nodes: readonly unknown[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null | undefined };
      }
    | undefined;
  readonly problem: Problem | undefined;
  readonly onRetry: () => void;
  /** Beside the title. */
  readonly action?: ReactNode;
  /** Beside the search. */
  readonly filter?: ReactNode;
  /** In place of rows until there are some. */
  readonly skeleton: ReactNode;
  /** In place of rows when there are none on any page. */
  readonly empty: ReactNode;
  /** The rows. */
  readonly children: ReactNode;
}

/** A page that lists things by name: how many there are, a search, the rows, and the way to the next ones. */
export function ListPage(props: ListPageProps) {
  const { title, things, list, problem, onRetry, action, filter, skeleton, empty, children } = props;
  const [address, setAddress] = useAddressState();
  const search = useSearchText(address.get('search') ?? '', (text) =>
    setAddress({ search: text || null, after: null }),
  );

  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Group gap="sm" align="baseline">
          <Title order={1}>{title}</Title>
          {list && <Text c="dimmed">{formatCount(list.totalCount)}</Text>}
        </Group>
        {action}
      </Group>
      <Group justify="space-between" gap="sm">
        <TextInput
          type="search"
          aria-label={`Search ${things} by name`}
          placeholder="Search by name"
          leftSection={<IconSearch size={16} />}
          w={{ base: '100%', xs: 320 }}
          value={search.text}
          onChange={(event) => search.type(event.currentTarget.value)}
          // Before a link that is clicked right after typing: an address that is changed later would take back where it leads.
          onBlur={() => search.flush()}
        />
        {filter}
      </Group>
      {problem && list && <StaleNotice problem={problem} onRetry={onRetry} />}
      {problem && !list && (
        <ProblemPanel problem={problem} onRetry={onRetry} title={`The ${things} could not be read`} />
      )}
      {!list && !problem && skeleton}
      {list && list.nodes.length > 0 && children}
      {list && list.nodes.length === 0 && (list.totalCount > 0 ? <EmptiedPage things={things} /> : empty)}
      <ListPaging pageInfo={list?.pageInfo} />
    </Stack>
  );
}
