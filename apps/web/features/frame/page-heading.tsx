import { Anchor, Group, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page-heading.module.css';
import { PageLink } from './page-link.tsx';

interface PageHeadingProps {
  /** The list it stands in. */
  readonly parent: { readonly href: string; readonly label: string };
  readonly title: string;
  /** Behind the title. */
  readonly badge?: ReactNode;
  /** At the right: what can be done here. */
  readonly action: ReactNode;
}

/** The heading of the page of one thing: the way back, its name, how it is, what can be done. */
export function PageHeading({ parent, title, badge, action }: PageHeadingProps) {
  return (
    <div>
      <Anchor component={PageLink} href={parent.href} size="xs" c="dimmed">
        {parent.label}
      </Anchor>
      <div className={classes.heading}>
        <Group gap="sm" wrap="nowrap" miw={0}>
          <Title order={1} className={classes.name as string} title={title}>
            {title}
          </Title>
          {badge}
        </Group>
        <div className={classes.action}>{action}</div>
      </div>
    </div>
  );
}
