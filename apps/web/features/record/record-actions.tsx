'use client';

import { ActionIcon, Group, Menu, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useApi } from '../api/api-provider.tsx';
import { problemOf } from '../api/problem.ts';
import { IconCopy, IconDots, IconDownload, IconKey, IconLink, IconRepeat } from '../icon/icons.ts';
import { bytesOf } from './bytes.ts';
import { useProduce } from './produce-context.ts';
import { fullText, type RecordData, recordJson, storedText } from './record-text.ts';
import { recordAddress } from './record-view.ts';
import { saveFile } from './save-file.ts';
import { readStoredBytes } from './stored-bytes.ts';

/** Copying, saving, linking to and producing again what a record holds. */
export function RecordActions({ topic, record }: { topic: string; record: RecordData }) {
  const clipboard = useClipboard();
  const produce = useProduce();
  const { uncached } = useApi();
  const name = `${topic}-${record.partition}-${record.offset}`;
  const hasValue = !record.tombstone && !record.valueError;

  function copy(what: string, text: string) {
    clipboard.copy(text);
    notifications.show({ color: 'stream', message: `${what} copied` });
  }

  /** A string is exact as it came; anything else is read as it is stored. */
  async function exactText(part: 'key' | 'value'): Promise<string> {
    const decoded = record[part];
    if (typeof decoded === 'string') return fullText(decoded);
    const bytes = (await readStoredBytes(uncached, record))?.[part] ?? null;
    if (bytes === null) throw new Error('It is no longer in the log. The record as JSON has what was read of it.');
    return storedText(decoded, bytes);
  }

  async function attempt(action: () => Promise<void>) {
    try {
      await action();
    } catch (error) {
      const { message } = problemOf(error);
      notifications.show({ color: 'red', title: 'The record could not be read as it is stored', message });
    }
  }

  return (
    <Group gap={6} wrap="nowrap">
      <Tooltip label="Copy the value">
        <ActionIcon
          variant="default"
          aria-label="Copy the value"
          disabled={!hasValue}
          onClick={() => attempt(async () => copy('Value', await exactText('value')))}
        >
          <IconCopy size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Copy a link to this record">
        <ActionIcon
          variant="default"
          aria-label="Copy a link to this record"
          onClick={() =>
            copy('Link', `${window.location.origin}${recordAddress(topic, record.partition, record.offset)}`)
          }
        >
          <IconLink size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Produce again, after a look">
        <ActionIcon
          variant="default"
          aria-label="Produce again"
          onClick={() => attempt(async () => produce.open({ record, stored: await readStoredBytes(uncached, record) }))}
        >
          <IconRepeat size={15} />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end" withArrow shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" aria-label="More">
            <IconDots size={15} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconKey size={15} />}
            disabled={record.key === null}
            onClick={() => attempt(async () => copy('Key', await exactText('key')))}
          >
            Copy the key
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy size={15} />} onClick={() => copy('Record', recordJson(record))}>
            Copy the record as JSON
          </Menu.Item>
          <Menu.Item
            leftSection={<IconDownload size={15} />}
            disabled={!hasValue}
            onClick={() =>
              attempt(async () => {
                const text = typeof record.value === 'string';
                saveFile(
                  `${name}.${text ? 'txt' : 'json'}`,
                  text ? 'text/plain' : 'application/json',
                  bytesOf(await exactText('value')),
                );
              })
            }
          >
            Download the value
          </Menu.Item>
          <Menu.Item
            leftSection={<IconDownload size={15} />}
            onClick={() => saveFile(`${name}.record.json`, 'application/json', bytesOf(recordJson(record)))}
          >
            Download the record as JSON
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
