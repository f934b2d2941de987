'use client';

import { Badge, Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect } from 'react';
import { graphql } from '../../generated/index.ts';
import { ProblemPanel } from '../api/problem-panel.tsx';
import { StaleNotice } from '../api/stale-notice.tsx';
import { useLiveSubscription } from '../api/use-live-subscription.ts';
import { PageHeading } from '../frame/page-heading.tsx';
import { PageTabs } from '../frame/page-tabs.tsx';
import { IconRotate2 } from '../icon/icons.ts';
import { formatCount } from '../quantity/quantity.ts';
import { ProcessorContext } from './processor-context.ts';
import { ProcessorFigures, ProcessorFiguresSkeleton } from './processor-figures.tsx';
import { ProcessorNotFound } from './processor-not-found.tsx';
import { processorPath } from './processor-path.ts';
import { ProcessorWarnings } from './processor-warnings.tsx';
import { ResetApplication } from './reset-application.tsx';
import { StateBadge } from './state-badge.tsx';

const applicationChangedSubscription = graphql(`
  subscription ApplicationChanged($id: ID!) {
    streamsApplicationChanged(id: $id) {
      id
      state
      ...ProcessorFigures
      ...ProcessorWarnings
      ...TopologyPage
      ...TaskTable
      ...InstanceTable
      ...ResetApplication
      errors(first: 1) {
        totalCount
      }
    }
  }
`);

/** How often an application that is not there is looked for: a program may start it (again) at any moment. */
const lookAgainMs = 3_000;

const tabs = [
  { part: undefined, label: 'Topology' },
  { part: 'tasks', label: 'Tasks' },
  { part: 'instances', label: 'Instances' },
  { part: 'stores', label: 'Stores' },
  { part: 'errors', label: 'Errors' },
] as const;

/** What the pages of one application share: its name, how it is, the tabs (each an address), and resetting it. */
export function ProcessorFrame({ id, children }: { id: string; children: ReactNode }) {
  const path = usePathname();
  const active = tabs.find(({ part }) => part && path.endsWith(`/${part}`))?.label ?? 'Topology';
  const { data, problem, retry } = useLiveSubscription(applicationChangedSubscription, { id });
  const [resetting, { open, close }] = useDisclosure();
  const missing = problem?.code === 'APPLICATION_NOT_FOUND';
  useEffect(() => {
    if (!missing) return;
    const timer = setInterval(retry, lookAgainMs);
    return () => clearInterval(timer);
  }, [missing, retry]);
  if (missing) return <ProcessorNotFound id={id} forgotten={data !== undefined} />;
  const application = data?.streamsApplicationChanged;

  return (
    <Stack gap="md">
      <PageHeading
        parent={{ href: '/processors', label: 'Processors' }}
        title={id}
        badge={application && <StateBadge state={application.state} testId="application-state" />}
        action={
          <Button variant="default" leftSection={<IconRotate2 size={16} />} disabled={!application} onClick={open}>
            Reset
          </Button>
        }
      />
      {problem && application && <StaleNotice problem={problem} onRetry={retry} />}
      {problem && !application && (
        <ProblemPanel problem={problem} onRetry={retry} title="The application could not be read" />
      )}
      {application && <ProcessorWarnings application={application} />}
      {application ? <ProcessorFigures application={application} /> : !problem && <ProcessorFiguresSkeleton />}
      <PageTabs
        label="Parts of the application"
        active={active}
        tabs={tabs.map(({ part, label }) => ({
          label,
          href: processorPath(id, part),
          badge: part === 'errors' && application && application.errors.totalCount > 0 && (
            <Badge size="xs" variant="light" color="red">
              {formatCount(application.errors.totalCount)}
            </Badge>
          ),
        }))}
      />
      {(application || !problem) && <ProcessorContext value={application}>{children}</ProcessorContext>}
      {application && <ResetApplication application={application} opened={resetting} onClose={close} />}
    </Stack>
  );
}
