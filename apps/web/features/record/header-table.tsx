import { Table, Text } from '@mantine/core';
import { headerBytesText, type RecordData } from './record-text.ts';

/** A record's headers, in their order: a key may be there more than once. */
export function HeaderTable({ headers }: { headers: RecordData['headers'] }) {
  if (headers.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No headers.
      </Text>
    );
  }
  return (
    <Table withTableBorder variant="vertical" layout="fixed" verticalSpacing={5}>
      <Table.Tbody>
        {headers.map((header, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: keys repeat, and the list never changes
          <Table.Tr key={i}>
            <Table.Th w="30%" ff="monospace" fz={12.5} fw={500}>
              {header.key}
            </Table.Th>
            <Table.Td ff="monospace" fz={12.5} style={{ overflowWrap: 'anywhere' }}>
              {header.value ?? (
                <Text span size="xs" c="dimmed" ff="text">
                  {headerBytesText(header.valueBytes)}
                </Text>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
