'use client';

import { Drawer } from '@mantine/core';
import { type FragmentType, graphql, readFragment } from '../../generated/index.ts';
import type { Like } from './produce-context.ts';
import { ProduceForm } from './produce-form.tsx';
import { draftOf, emptyDraft } from './record-draft.ts';

const produceRecordTopicFragment = graphql(`
  fragment ProduceRecordTopic on Topic {
    name
    partitionCount
    config {
      keyFormat
      valueFormat
    }
  }
`);

interface ProduceRecordProps {
  readonly topic: FragmentType<typeof produceRecordTopicFragment>;
  readonly opened: boolean;
  /** Fills the form with what this record holds. */
  readonly like?: Like | undefined;
  onProduced(): void;
  onClose(): void;
}

/** A record by hand, beside the page it goes to. */
export function ProduceRecord(props: ProduceRecordProps) {
  const topic = readFragment(produceRecordTopicFragment, props.topic);
  const { like } = props;
  const { keyFormat, valueFormat } = topic.config;
  return (
    <Drawer opened={props.opened} onClose={props.onClose} position="right" size="lg" title={`Produce to ${topic.name}`}>
      <ProduceForm
        topic={topic.name}
        partitionCount={topic.partitionCount}
        keyFormat={keyFormat}
        valueFormat={valueFormat}
        initial={like ? draftOf(like.record, like.stored, keyFormat, valueFormat) : emptyDraft}
        isGone={like?.stored === null}
        onProduced={props.onProduced}
        onClose={props.onClose}
      />
    </Drawer>
  );
}
