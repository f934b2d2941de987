import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Panel } from './panel.tsx';
import classes from './settings-section.module.css';

interface SettingsSectionProps {
  readonly title: string;
  readonly description: string;
  readonly danger?: boolean;
  readonly children: ReactNode;
}

/** A thing to do: what it does on the left, the control on the right. */
export function SettingsSection({ title, description, danger = false, children }: SettingsSectionProps) {
  return (
    <Panel>
      <section className={classes.section} data-danger={danger || undefined}>
        <div>
          <Title order={2} size="h4" fz={14}>
            {title}
          </Title>
          <Text size="sm" c="dimmed" maw={640}>
            {description}
          </Text>
        </div>
        <div className={classes.control}>{children}</div>
      </section>
    </Panel>
  );
}
