import { readFileSync } from 'node:fs';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { GqlResolvers } from './generated/resolver-types.ts';
import { commitOffsets } from './modules/group/commit-offsets.ts';
import { consume } from './modules/group/consume.ts';
import { consumeEventResolvers } from './modules/group/consume-event.ts';
import { consumerGroup } from './modules/group/consumer-group.ts';
import { consumerGroupChanged } from './modules/group/consumer-group-changed.ts';
import { consumerGroups } from './modules/group/consumer-groups.ts';
import { deleteConsumerGroup } from './modules/group/delete-consumer-group.ts';
import { deleteGroupOffsets } from './modules/group/delete-group-offsets.ts';
import { consumerGroupMemberResolvers, consumerGroupResolvers } from './modules/group/group-view.ts';
import { removeGroupMember } from './modules/group/remove-group-member.ts';
import { resetOffsets } from './modules/group/reset-offsets.ts';
import { topicConsumerGroups } from './modules/group/topic-consumer-groups.ts';
import { serverNodes } from './modules/node/server-nodes.ts';
import { initProducer } from './modules/producer/init-producer.ts';
import { produce } from './modules/record/produce.ts';
import { records } from './modules/record/records.ts';
import { tail } from './modules/record/tail.ts';
import { streamsApplicationResolvers } from './modules/streams/application-view.ts';
import { streamsInstanceResolvers } from './modules/streams/instance-view.ts';
import { resetStreamsApplication } from './modules/streams/reset-streams-application.ts';
import { streamsApplication } from './modules/streams/streams-application.ts';
import { streamsApplicationChanged } from './modules/streams/streams-application-changed.ts';
import { streamsApplications } from './modules/streams/streams-applications.ts';
import { table } from './modules/streams/table.ts';
import { tableChanged } from './modules/streams/table-changed.ts';
import { streamsTableResolvers } from './modules/streams/table-view.ts';
import { createTopic } from './modules/topic/create-topic.ts';
import { deleteRecords } from './modules/topic/delete-records.ts';
import { deleteTopic } from './modules/topic/delete-topic.ts';
import { partitionResolvers } from './modules/topic/partition-view.ts';
import { topic } from './modules/topic/topic.ts';
import { topicResolvers } from './modules/topic/topic-view.ts';
import { topics } from './modules/topic/topics.ts';
import { updateTopic } from './modules/topic/update-topic.ts';
import { transact } from './modules/transaction/transact.ts';
import { Base64 } from './scalars/base64.ts';
import { DateTime } from './scalars/date-time.ts';
import { JsonValue } from './scalars/json.ts';
import { Long, Offset } from './scalars/long.ts';

/** The committed schema with its resolvers: one file a root field, under modules/<domain>/. */
export function buildSchema(): GraphQLSchema {
  const resolvers: GqlResolvers = {
    Query: {
      topics,
      topic,
      records,
      serverNodes,
      consumerGroups,
      consumerGroup,
      streamsApplications,
      streamsApplication,
      table,
    },
    Mutation: {
      createTopic,
      updateTopic,
      deleteTopic,
      deleteRecords,
      produce,
      initProducer,
      transact,
      commitOffsets,
      resetOffsets,
      deleteConsumerGroup,
      removeGroupMember,
      deleteGroupOffsets,
      resetStreamsApplication,
    },
    Subscription: {
      tail: tail as never,
      consume: consume as never,
      consumerGroupChanged: consumerGroupChanged as never,
      streamsApplicationChanged: streamsApplicationChanged as never,
      tableChanged: tableChanged as never,
    },
    ConsumeEvent: consumeEventResolvers as never,
    ConsumerGroup: consumerGroupResolvers as never,
    ConsumerGroupMember: consumerGroupMemberResolvers as never,
    Partition: partitionResolvers as never,
    StreamsApplication: streamsApplicationResolvers as never,
    StreamsInstance: streamsInstanceResolvers as never,
    StreamsTable: streamsTableResolvers as never,
    Topic: { ...topicResolvers, consumerGroups: topicConsumerGroups } as never,
    Base64,
    DateTime,
    JSON: JsonValue,
    Long,
    Offset,
  };
  // The text that clients generate their types from is what is served; it lies beside src and dist.
  const typeDefs = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');
  return makeExecutableSchema({ typeDefs, resolvers });
}
