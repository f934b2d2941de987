'use client';

import { Panel } from '../frame/panel.tsx';
import { Skeleton } from '../frame/skeleton.tsx';
import { ConfigurationEntry, type ConfigurationEntryData } from './configuration-entry.tsx';
import classes from './configuration-table.module.css';

interface ConfigurationTableProps {
  readonly topic: string;
  readonly entries: readonly (ConfigurationEntryData & { readonly name: string })[];
}

export function ConfigurationTable({ topic, entries }: ConfigurationTableProps) {
  return (
    <Panel>
      <ul className={classes.list}>
        {entries.map((entry) => (
          <ConfigurationEntry key={entry.name} topic={topic} entry={entry} />
        ))}
      </ul>
    </Panel>
  );
}

export function ConfigurationTableSkeleton() {
  return (
    <Panel>
      <ul className={classes.list} aria-hidden>
        {[0, 1, 2, 3, 4, 5, 6].map((row) => (
          <li key={row} className={classes.entry}>
            <div>
              <Skeleton height={13} width={140} margin="4px 0" />
              <Skeleton height={11} width="80%" margin="5px 0" />
            </div>
            <Skeleton height={13} width={90} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
