import { Text } from '@mantine/core';
import { Panel } from './panel.tsx';

/** In place of a page's rows when those that it began behind were the last. `things`: what is listed, in the plural. */
export function EmptiedPage({ things }: { things: string }) {
  return (
    <Panel>
      <Text size="sm" c="dimmed" ta="center" p="md">
        No {things} are left on this page.
      </Text>
    </Panel>
  );
}
