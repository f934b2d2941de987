import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { PageLink } from './page-link.tsx';
import classes from './page-tabs.module.css';

interface PageTabsProps {
  readonly label: string;
  /** The label of the tab that is shown. */
  readonly active: string;
  readonly tabs: readonly { readonly label: string; readonly href: string; readonly badge?: ReactNode }[];
}

/** Parts of a page, each with an address of its own. */
export function PageTabs({ label, active, tabs }: PageTabsProps) {
  return (
    <Tabs value={active} className={classes.tabs as string}>
      <Tabs.List aria-label={label}>
        {tabs.map((tab) => (
          <Tabs.Tab
            key={tab.label}
            value={tab.label}
            rightSection={tab.badge}
            renderRoot={(props) => <PageLink href={tab.href} {...props} />}
          >
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
    </Tabs>
  );
}
