import { Anchor, Group, Skeleton, Table } from '@mantine/core';
import type { CSSProperties, ReactNode } from 'react';
import classes from './list-table.module.css';
import { PageLink } from './page-link.tsx';
import { Panel } from './panel.tsx';

export interface ListColumn {
  readonly title: string;
  /** Figures stand to the right. */
  readonly number?: boolean;
  /** Left out on a phone. */
  readonly wide?: boolean;
  /** Where there is room, as CSS has it; what is longer than a percentage is cut off. By default as wide as what is in it. */
  readonly width?: string;
}

interface ListTableProps {
  /** The first holds the names. */
  readonly columns: readonly ListColumn[];
  /** Rows, each a ListRow of the same columns. */
  readonly children: ReactNode;
}

/** A table of things, a row each, which as a whole is the link to its page. */
export function ListTable({ columns, children }: ListTableProps) {
  return (
    <Panel>
      <Table highlightOnHover highlightOnHoverColor="var(--row-hover)" className={classes.table as string}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column.title} {...cellProps(column)}>
                {column.title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Panel>
  );
}

interface ListRowProps {
  readonly columns: readonly ListColumn[];
  readonly name: string;
  readonly href: string;
  /** Behind the name. */
  readonly badge?: ReactNode;
  /** One for each column behind the name's. */
  readonly cells: readonly ReactNode[];
}

export function ListRow({ columns, name, href, badge, cells }: ListRowProps) {
  return (
    <Table.Tr className={classes.row as string}>
      <Table.Td className={classes.nameCell as string}>
        <Group gap="xs" wrap="nowrap">
          <Anchor component={PageLink} href={href} className={classes.name as string} title={name}>
            {name}
          </Anchor>
          {badge}
        </Group>
      </Table.Td>
      {columns.slice(1).map((column, n) => (
        <Table.Td key={column.title} {...cellProps(column)}>
          {cells[n]}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

/** So many rows of which nothing is known yet. */
export function ListSkeleton({ columns, rows = 6 }: { columns: readonly ListColumn[]; rows?: number }) {
  return (
    <ListTable columns={columns}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton are never reordered
        <Table.Tr key={row}>
          {columns.map((column, n) => (
            <Table.Td key={column.title} {...cellProps(column)}>
              <Skeleton
                height={14}
                my={4}
                ml={column.number ? 'auto' : 0}
                width={n === 0 ? `${65 - ((row * 17) % 40)}%` : 56}
              />
            </Table.Td>
          ))}
        </Table.Tr>
      ))}
    </ListTable>
  );
}

function cellProps({ number, wide, width }: ListColumn): { className: string; style: CSSProperties } {
  const names = [
    number && classes.number,
    wide && classes.wide,
    width && classes.sized,
    width?.endsWith('%') && classes.cut,
  ];
  return {
    className: names.filter(Boolean).join(' '),
    style: (width ? { '--column-width': width } : {}) as CSSProperties,
  };
}
