'use client';

import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { graphql } from '../../generated/index.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { useLiveQuery } from '../api/use-live-query.ts';
import { useAddressState } from '../frame/use-address-state.ts';
import { IconSearch } from '../icon/icons.ts';
import { LiveTail } from './live-tail.tsx';
import { RecordPageView } from './record-page-view.tsx';
import { RecordSearch } from './record-search.tsx';
import { RecordToolbar } from './record-toolbar.tsx';
import { parametersOf, type RecordView, viewOf } from './record-view.ts';
import { SearchBar } from './search-bar.tsx';
import { hasTerms, type SearchTerms } from './search-terms.ts';

const recordBrowserQuery = graphql(`
  query RecordBrowser($name: String!) {
    topic(name: $name) {
      id
      ...RecordToolbar
      config {
        keyFormat
      }
      partitions {
        partition
        logStartOffset
        endOffset
      }
    }
  }
`);

/** The records of a topic: a page from wherever one likes, or live. What it shows is in the address. */
export function RecordBrowser({ topic: name }: { topic: string }) {
  const [address, setAddress] = useAddressState();
  const view = viewOf(address);
  const { data, problem, refresh } = useLiveQuery({
    query: recordBrowserQuery,
    variables: { name },
    refreshMs: 5_000,
    typenames: ['Topic'],
  });
  const change = (changes: Partial<RecordView>, history: 'push' | 'replace' = 'replace') =>
    setAddress(parametersOf(changes), history);

  const [opened, setOpened] = useState(false);
  const searching = opened || hasTerms(view.search);
  const search = (terms: SearchTerms) => {
    setOpened(hasTerms(terms));
    change({ search: terms, cursor: null, open: null }, 'push');
  };

  if (!data && problem) return <ProblemPanel problem={problem} onRetry={refresh} title="The topic could not be read" />;
  // Its frame says that there is none.
  if (data?.topic === null) return null;
  return (
    <Stack gap="sm">
      <RecordToolbar topic={data?.topic} view={view} onChange={change}>
        {view.from !== 'live' && !searching && (
          <Button variant="default" leftSection={<IconSearch size={15} />} onClick={() => setOpened(true)}>
            Search the topic
          </Button>
        )}
      </RecordToolbar>
      {view.from === 'live' ? (
        <LiveTail key={`${name} ${view.partitions}`} topic={name} partitions={view.partitions} />
      ) : hasTerms(view.search) && data?.topic ? (
        <RecordSearch
          topic={name}
          keyFormat={data.topic.config.keyFormat}
          bounds={data.topic.partitions.filter(({ partition }) => view.partitions?.includes(partition) ?? true)}
          view={view}
          onSearch={search}
        />
      ) : (
        <>
          {searching && <SearchBar terms={view.search} errors={{}} onSearch={search} />}
          {!hasTerms(view.search) && <RecordPageView topic={name} view={view} onChange={change} />}
        </>
      )}
    </Stack>
  );
}
