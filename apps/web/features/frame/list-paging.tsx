'use client';

import { Button, Group } from '@mantine/core';
import { useAddressState } from './use-address-state.ts';

/** Rows a page of a list has. */
export const listPageSize = 50;

interface ListPagingProps {
  /** What came, once something did. */
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null | undefined } | undefined;
}

/** The way to the next rows and back to the first, in the address as `after`. Nothing where one page holds them all. */
export function ListPaging({ pageInfo }: ListPagingProps) {
  const [address, setAddress] = useAddressState();
  const after = address.get('after');
  const nextCursor = pageInfo?.hasNextPage ? pageInfo.endCursor : null;
  if (!after && !nextCursor) return null;
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" disabled={!after} onClick={() => setAddress({ after: null }, 'push')}>
        First page
      </Button>
      <Button
        variant="default"
        disabled={!nextCursor}
        onClick={() => setAddress({ after: nextCursor ?? null }, 'push')}
      >
        Next page
      </Button>
    </Group>
  );
}
