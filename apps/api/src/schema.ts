import { readFileSync } from 'node:fs';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { GqlResolvers } from './generated/resolver-types.ts';
import { serverNodes } from './modules/node/server-nodes.ts';
import { produce } from './modules/record/produce.ts';
import { records } from './modules/record/records.ts';
import { tail } from './modules/record/tail.ts';
import { createTopic } from './modules/topic/create-topic.ts';
import { deleteRecords } from './modules/topic/delete-records.ts';
import { deleteTopic } from './modules/topic/delete-topic.ts';
import { topic } from './modules/topic/topic.ts';
import { topicResolvers } from './modules/topic/topic-view.ts';
import { topics } from './modules/topic/topics.ts';
import { updateTopic } from './modules/topic/update-topic.ts';
import { Base64 } from './scalars/base64.ts';
import { DateTime } from './scalars/date-time.ts';
import { JsonValue } from './scalars/json.ts';
import { Long, Offset } from './scalars/long.ts';

/** The committed schema with its resolvers: one file a root field, under modules/<domain>/. */
export function buildSchema(): GraphQLSchema {
  const resolvers: GqlResolvers = {
    Query: { topics, topic, records, serverNodes },
    Mutation: { createTopic, updateTopic, deleteTopic, deleteRecords, produce },
    Subscription: { tail: tail as never },
    Topic: topicResolvers as never,
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
