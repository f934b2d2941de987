'use client';

import { Anchor, Badge, Text } from '@mantine/core';
import type { StreamsStoreKind } from '../../generated/graphql.ts';
import { graphql } from '../../generated/index.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { StaleNotice } from '../api/stale-notice.tsx';
import { useLiveQuery } from '../api/use-live-query.ts';
import { PageLink } from '../frame/page-link.tsx';
import { Panel } from '../frame/panel.tsx';
import { Skeleton } from '../frame/skeleton.tsx';
import { durationUnits, formatBytes, formatCount, formatQuantity } from '../quantity/quantity.ts';
import classes from './detail-table.module.css';
import { tablePath } from './processor-path.ts';

const storeListQuery = graphql(`
  query StoreList($id: ID!) {
    streamsApplication(id: $id) {
      id
      stores {
        name
        kind
        subTopology
        isTable
        retentionMs
        windowSizeMs
        keyFormat
        valueFormat
        bytes
        entries
      }
    }
  }
`);

const kinds: { readonly [K in StreamsStoreKind]: string } = {
  KEY_VALUE: 'key',
  WINDOW: 'key and window',
  SESSION: 'key and session',
  BUFFER: 'waiting records',
};

function kindText({ kind, windowSizeMs }: { kind: StreamsStoreKind; windowSizeMs?: number | null }): string {
  const text = kinds[kind] ?? kind;
  return typeof windowSizeMs === 'number' ? `${text} of ${formatQuantity(windowSizeMs, durationUnits)}` : text;
}

/** What an application remembers; its tables can be browsed. */
export function StoreList({ application }: { application: string }) {
  const { data, problem, refresh } = useLiveQuery({
    query: storeListQuery,
    variables: { id: application },
    refreshMs: 5_000,
    typenames: ['StreamsStore'],
  });
  if (!data && problem)
    return <ProblemPanel problem={problem} onRetry={refresh} title="The stores could not be read" />;
  if (!data) return <Skeleton height={160} />;
  const stores = data.streamsApplication?.stores ?? [];
  return (
    <>
      {problem && <StaleNotice problem={problem} onRetry={refresh} />}
      <Panel>
        <table className={classes.table} aria-label="Stores">
          <thead>
            <tr>
              <th>Name</th>
              <th title="What its keys are made of">Entries by</th>
              <th>Sub-topology</th>
              <th>Key / value</th>
              <th className={classes.number}>Entries, about</th>
              <th className={classes.number}>Size on disk</th>
              <th className={classes.number}>Kept for</th>
              <th>
                <span className={classes.hidden}>Browse</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {stores.map((store) => (
              <tr key={store.name} className={classes.row} data-store={store.name}>
                <td className={classes.first}>{store.name}</td>
                <td data-label="Entries by">{kindText(store)}</td>
                <td data-label="Sub-topology">
                  {store.subTopology ?? (
                    <span className={classes.dim} title="The topology that it belonged to is not known any more">
                      not known
                    </span>
                  )}
                </td>
                <td data-label="Key / value">
                  {store.keyFormat ? (
                    `${store.keyFormat} / ${store.valueFormat}`.toLowerCase()
                  ) : (
                    <span className={classes.dim}>nothing written</span>
                  )}
                </td>
                <td data-label="Entries, about" className={classes.number}>
                  {formatCount(store.entries)}
                </td>
                <td data-label="Size on disk" className={classes.number}>
                  {formatBytes(store.bytes)}
                </td>
                <td data-label="Kept for" className={classes.number}>
                  {store.retentionMs == null ? (
                    <span className={classes.dim}>ever</span>
                  ) : (
                    formatQuantity(store.retentionMs, durationUnits)
                  )}
                </td>
                <td className={classes.badge}>
                  {store.isTable ? (
                    <Anchor
                      component={PageLink}
                      size="sm"
                      href={tablePath(application, store.name)}
                      aria-label={`Browse ${store.name}`}
                    >
                      Browse
                    </Anchor>
                  ) : (
                    <Badge size="sm" variant="default" title="An operator's own: it is not read as a table">
                      internal
                    </Badge>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {stores.length === 0 && (
          <Text size="sm" c="dimmed" ta="center" p="md">
            It keeps nothing: none of its operators has state.
          </Text>
        )}
      </Panel>
    </>
  );
}
