'use client';

import { Anchor, Badge, Code } from '@mantine/core';
import { useId, useState } from 'react';
import type { StreamsErrorKind, StreamsErrorOutcome } from '../../generated/graphql.ts';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import { PageLink } from '../frame/page-link.tsx';
import { IconChevronRight } from '../icon/icons.ts';
import { formatCount } from '../quantity/quantity.ts';
import { RelativeTime } from '../quantity/relative-time.tsx';
import { recordAddress } from '../record/record-view.ts';
import classes from './error-row.module.css';

const errorRowFragment = graphql(`
  fragment ErrorRow on StreamsError {
    id
    kind
    outcome
    task
    topic
    partition
    offset
    code
    message
    stack
    occurredAt
    instanceId
    instance {
      id
      hostname
      processId
    }
  }
`);

const kinds: { readonly [K in StreamsErrorKind]: { label: string; text: string } } = {
  DECODE: { label: 'decode', text: 'A key or value could not be decoded' },
  PROCESS: { label: 'process', text: 'A function of the program threw, rejected or took too long' },
  PRODUCE: { label: 'produce', text: 'A result could not be written' },
};

const outcomes: { readonly [O in StreamsErrorOutcome]: { label: string; color: string; text: string } } = {
  FAILED: { label: 'stopped the instance', color: 'red', text: 'No policy dealt with it' },
  SKIPPED: { label: 'skipped', color: 'yellow', text: 'The record was left out and counted' },
  DEAD_LETTERED: { label: 'dead-lettered', color: 'yellow', text: 'The record went to the dead-letter topic' },
};

/** One error: what happened, with the record that caused it a link away. */
export function ErrorRow(props: { error: FragmentType<typeof errorRowFragment> }) {
  const error = readFragment(errorRowFragment, props.error);
  const { topic, partition, offset, message, stack, instance } = error;
  const [opened, setOpened] = useState(false);
  const detailId = useId();
  const kind = kinds[error.kind] ?? { label: error.kind, text: '' };
  const outcome = outcomes[error.outcome] ?? { label: error.outcome, color: 'gray', text: '' };
  const [firstLine = ''] = message.split('\n', 1);
  const ran = instance ? `${instance.hostname}:${instance.processId}` : error.instanceId.slice(0, 8);
  return (
    <div className={classes.row} data-opened={opened || undefined} data-testid="error">
      <button
        type="button"
        className={classes.toggle}
        aria-expanded={opened}
        aria-controls={opened ? detailId : undefined}
        aria-label={`Detail of the error at offset ${offset} of partition ${partition}`}
        onClick={() => setOpened(!opened)}
      >
        <IconChevronRight size={15} />
      </button>
      <div className={classes.what}>
        <Badge size="sm" variant="default" title={kind.text}>
          {kind.label}
        </Badge>
        <Badge size="sm" variant="light" color={outcome.color} title={outcome.text}>
          {outcome.label}
        </Badge>
        {error.code && <Code className={classes.record as string}>{error.code}</Code>}
        <Anchor
          component={PageLink}
          size="sm"
          href={recordAddress(topic, partition, offset)}
          className={classes.record as string}
          title="The record that caused it"
        >
          {topic} {partition} @ {formatCount(offset)}
        </Anchor>
        <span className={classes.time}>
          <RelativeTime time={Date.parse(error.occurredAt)} light />
        </span>
      </div>
      <div className={classes.message}>{opened ? message : firstLine}</div>
      {opened && (
        <div id={detailId} className={classes.detail}>
          <div className={classes.dim}>
            Task {error.task} on {ran}
          </div>
          {stack ? (
            <Code block className={classes.stack as string} tabIndex={0}>
              {stack}
            </Code>
          ) : (
            <div className={classes.dim}>No stack was told.</div>
          )}
        </div>
      )}
    </div>
  );
}
