'use client';

import { Badge, Code, Popover, Stack, Text, UnstyledButton } from '@mantine/core';
import { formatLocal } from '../quantity/time.ts';
import { useApi, useConnection } from './api-provider.tsx';
import classes from './connection-indicator.module.css';
import type { ConnectionState } from './live-socket.ts';
import { ServerNodes } from './server-nodes.tsx';

const words: { readonly [S in ConnectionState['status']]: { label: string; color: string; text: string } } = {
  connecting: { label: 'Connecting', color: 'gray', text: 'Connecting to the API.' },
  connected: { label: 'Live', color: 'stream', text: 'Connected: changes arrive as they happen.' },
  reconnecting: { label: 'Reconnecting', color: 'yellow', text: 'The connection was lost and is being made again.' },
  offline: { label: 'Offline', color: 'red', text: 'The API does not answer. It is tried again every few seconds.' },
  refused: { label: 'Refused', color: 'red', text: 'The API refused the connection. Reload the page to try again.' },
};

/** Whether live data flows, since when, and with which API. */
export function ConnectionIndicator() {
  const connection = useConnection();
  const { address } = useApi();
  const { label, color, text } = words[connection.status];
  return (
    <Popover width={320} position="bottom-end" withArrow shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton className={classes.button} aria-label={`Connection: ${label}`} data-status={connection.status}>
          <Badge
            variant="light"
            color={color}
            size="lg"
            className={classes.badge}
            leftSection={<span className={classes.dot} />}
          >
            <span className={classes.label}>{label}</span>
          </Badge>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <div>
            <Text size="sm" fw={600}>
              {label}
              {connection.since > 0 && (
                <Text span size="sm" c="dimmed" fw={400}>
                  {' '}
                  since {formatLocal(connection.since).slice(11, 19)}
                </Text>
              )}
            </Text>
            <Text size="sm">{text}</Text>
            {connection.reason && <Code>{connection.reason}</Code>}
          </div>
          <div>
            <Text size="xs" c="dimmed">
              API
            </Text>
            <Code className={classes.address}>{address.http}</Code>
          </div>
          <ServerNodes />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
