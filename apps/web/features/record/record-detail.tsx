'use client';

import { Alert, Badge, Tabs } from '@mantine/core';
import { IconAlertTriangle } from '../icon/icons.ts';
import { formatCount } from '../quantity/quantity.ts';
import { formatTimestamp } from '../quantity/time.ts';
import { HeaderTable } from './header-table.tsx';
import { RawBytes } from './raw-bytes.tsx';
import { RecordActions } from './record-actions.tsx';
import classes from './record-detail.module.css';
import type { RecordData } from './record-text.ts';
import { ValueView } from './value-view.tsx';

/** All of a record: value, key, headers, and the bytes as they are stored. */
export function RecordDetail({ topic, record }: { topic: string; record: RecordData }) {
  const problem = record.keyError || record.valueError;
  return (
    <div className={classes.detail}>
      <div className={classes.top}>
        <dl className={classes.facts}>
          <div>
            <dt>Partition</dt>
            <dd>{record.partition}</dd>
          </div>
          <div>
            <dt>Offset</dt>
            <dd>{formatCount(record.offset)}</dd>
          </div>
          <div>
            <dt>Time</dt>
            <dd>{formatTimestamp(Date.parse(record.timestamp))}</dd>
          </div>
        </dl>
        <RecordActions topic={topic} record={record} />
      </div>
      <Tabs
        defaultValue={problem ? 'bytes' : 'value'}
        keepMounted={false}
        variant="pills"
        radius="xl"
        classNames={{ tab: classes.tab }}
      >
        <Tabs.List aria-label="Parts of the record">
          <Tabs.Tab value="value">Value</Tabs.Tab>
          <Tabs.Tab value="key">Key</Tabs.Tab>
          <Tabs.Tab
            value="headers"
            rightSection={
              record.headers.length > 0 && (
                <Badge size="xs" variant="default" circle={record.headers.length < 10}>
                  {record.headers.length}
                </Badge>
              )
            }
          >
            Headers
          </Tabs.Tab>
          <Tabs.Tab value="bytes">Bytes</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="value" pt="sm">
          {record.tombstone ? (
            <p className={classes.note}>
              A tombstone: the value is null. Under compaction it removes the earlier records of its key.
            </p>
          ) : record.valueError ? (
            <UndecodableNotice part="value" reason={record.valueError} />
          ) : (
            <ValueView value={record.value} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="key" pt="sm">
          {record.keyError ? (
            <UndecodableNotice part="key" reason={record.keyError} />
          ) : record.key === null ? (
            <p className={classes.note}>No key: the record went to any partition, or to the one its producer chose.</p>
          ) : (
            <ValueView value={record.key} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="headers" pt="sm">
          <HeaderTable headers={record.headers} />
        </Tabs.Panel>
        <Tabs.Panel value="bytes" pt="sm">
          {record.keyError && <UndecodableNotice part="key" reason={record.keyError} />}
          {record.valueError && <UndecodableNotice part="value" reason={record.valueError} />}
          <RawBytes topic={topic} partition={record.partition} offset={record.offset} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}

function UndecodableNotice({ part, reason }: { part: 'key' | 'value'; reason: string }) {
  return (
    <Alert variant="light" color="red" icon={<IconAlertTriangle />} title={`The ${part} could not be decoded`} mb="sm">
      {reason} Its bytes are under Bytes. Producers may have written another format than the topic's {part}Format says.
    </Alert>
  );
}
