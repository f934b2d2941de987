'use client';

import { AppShell, Burger, Group, NavLink } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { ConnectionIndicator } from '../api/connection-indicator.tsx';
import { IconStack2, IconTopologyStar3, IconUsersGroup } from '../icon/icons.ts';
import classes from './app-frame.module.css';
import { ColorSchemeToggle } from './color-scheme-toggle.tsx';
import { Logo } from './logo.tsx';
import { PageLink } from './page-link.tsx';

const sections = [
  { label: 'Topics', href: '/topics', icon: IconStack2 },
  { label: 'Consumer groups', href: '/groups', icon: IconUsersGroup },
  { label: 'Processors', href: '/processors', icon: IconTopologyStar3 },
] as const;

/** What surrounds every page: header, navigation, the page itself. */
export function AppFrame({ children }: { children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure();
  const path = usePathname();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', sm: 'xl' }}
      classNames={{ header: classes.header, navbar: classes.navbar, main: classes.main }}
    >
      <AppShell.Header>
        <a className={classes.skip} href="#main">
          Skip to content
        </a>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={opened ? 'Close navigation' : 'Open navigation'}
            />
            <PageLink href="/topics" className={classes.home} aria-label="Millrace: all topics">
              <Logo />
            </PageLink>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <ConnectionIndicator />
            <ColorSchemeToggle />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label="Sections">
        {sections.map(({ label, href, icon: Icon }) => (
          <NavLink
            key={href}
            component={PageLink}
            href={href}
            label={label}
            leftSection={<Icon size={18} stroke={1.7} />}
            active={path === href || path.startsWith(`${href}/`)}
            className={classes.link as string}
            onClick={close}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="main">
        <div className={classes.page}>{children}</div>
      </AppShell.Main>
    </AppShell>
  );
}
