import { type CSSProperties, memo, type ReactNode } from 'react';
import classes from './list-table.module.css';
import { PageLink } from './page-link.tsx';
import { Panel } from './panel.tsx';
import { Skeleton } from './skeleton.tsx';

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

/**
 * A table of things, a row each, which as a whole is the link to its page. Its cells are plain ones: each of Mantine's is two
 * components, and a page of fifty rows has hundreds.
 */
export function ListTable({ columns, children }: ListTableProps) {
  return (
    <Panel>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} {...cellProps(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
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
    <tr className={classes.row}>
      <td className={classes.nameCell}>
        <div>
          <PageLink href={href} className={classes.name} title={name}>
            {name}
          </PageLink>
          {badge}
        </div>
      </td>
      {columns.slice(1).map((column, n) => (
        <td key={column.title} {...cellProps(column)}>
          {cells[n]}
        </td>
      ))}
    </tr>
  );
}

interface ListSkeletonProps {
  readonly columns: readonly ListColumn[];
  readonly rows?: number;
}

/** So many rows of which nothing is known yet; memoised because a page is rendered several times until it knows. */
export const ListSkeleton = memo(function ListSkeleton({ columns, rows = 6 }: ListSkeletonProps) {
  return (
    <ListTable columns={columns}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a skeleton are never reordered
        <tr key={row}>
          {columns.map((column, n) => (
            <td key={column.title} {...cellProps(column)}>
              <Skeleton
                height={14}
                margin={column.number ? '4px 0 4px auto' : '4px 0'}
                width={n === 0 ? `${65 - ((row * 17) % 40)}%` : 56}
              />
            </td>
          ))}
        </tr>
      ))}
    </ListTable>
  );
});

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
