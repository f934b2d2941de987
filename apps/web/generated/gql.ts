/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query ServerNodes {\n    serverNodes {\n      id\n      role\n      hostname\n      processId\n      version\n      startedAt\n      alive\n    }\n  }\n": typeof types.ServerNodesDocument,
    "\n  fragment DeleteGroup on ConsumerGroup {\n    id\n    memberCount\n  }\n": typeof types.DeleteGroupFragmentDoc,
    "\n  mutation DeleteGroup($input: DeleteConsumerGroupInput!) {\n    deleteConsumerGroup(input: $input) {\n      id\n    }\n  }\n": typeof types.DeleteGroupDocument,
    "\n  mutation DeleteOffsets($input: DeleteGroupOffsetsInput!) {\n    deleteGroupOffsets(input: $input) {\n      group {\n        id\n      }\n    }\n  }\n": typeof types.DeleteOffsetsDocument,
    "\n  fragment GroupFigures on ConsumerGroup {\n    lag\n    lagMs\n    memberCount\n    generation\n    createdAt\n    partitions {\n      partition\n    }\n  }\n": typeof types.GroupFiguresFragmentDoc,
    "\n  query GroupList($search: String, $first: Int!, $after: String) {\n    consumerGroups(search: $search, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...GroupRow\n      }\n    }\n  }\n": typeof types.GroupListDocument,
    "\n  subscription GroupChanged($id: ID!) {\n    consumerGroupChanged(id: $id) {\n      id\n      state\n      ...GroupFigures\n      ...LagChart\n      ...MemberTable\n      ...GroupPartitions\n      ...ResetOffsetsGroup\n      ...DeleteGroup\n    }\n  }\n": typeof types.GroupChangedDocument,
    "\n  fragment GroupPartitions on ConsumerGroup {\n    id\n    members {\n      id\n      clientId\n    }\n    partitions {\n      topic\n      partition\n      memberId\n      lag\n      lagMs\n      ...PartitionRow\n    }\n  }\n": typeof types.GroupPartitionsFragmentDoc,
    "\n  fragment GroupRow on ConsumerGroup {\n    id\n    state\n    memberCount\n    topics\n    lag\n    lagMs\n  }\n": typeof types.GroupRowFragmentDoc,
    "\n  fragment LagChart on ConsumerGroup {\n    lag\n  }\n": typeof types.LagChartFragmentDoc,
    "\n  fragment MemberRow on ConsumerGroupMember {\n    id\n    clientId\n    instanceId\n    nodeId\n    host\n    topics\n    topicPattern\n    joinedAt\n    away\n    partitions {\n      topic\n      partition\n    }\n  }\n": typeof types.MemberRowFragmentDoc,
    "\n  fragment MemberTable on ConsumerGroup {\n    id\n    members {\n      id\n      ...MemberRow\n    }\n  }\n": typeof types.MemberTableFragmentDoc,
    "\n  fragment PartitionRow on ConsumerGroupPartition {\n    topic\n    partition\n    memberId\n    revocationDeadline\n    committedOffset\n    committedAt\n    metadata\n    logStartOffset\n    endOffset\n    lag\n    lagMs\n  }\n": typeof types.PartitionRowFragmentDoc,
    "\n  mutation RemoveMember($input: RemoveGroupMemberInput!) {\n    removeGroupMember(input: $input) {\n      group {\n        id\n      }\n    }\n  }\n": typeof types.RemoveMemberDocument,
    "\n  fragment ResetOffsetsGroup on ConsumerGroup {\n    id\n    memberCount\n    topics\n  }\n": typeof types.ResetOffsetsGroupFragmentDoc,
    "\n  query ResetTopic($name: String!) {\n    topic(name: $name) {\n      id\n      partitionCount\n    }\n  }\n": typeof types.ResetTopicDocument,
    "\n  query TopicConsumers($topic: String!, $first: Int!, $after: String) {\n    consumerGroups(topic: $topic, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...TopicConsumerRow\n      }\n    }\n  }\n": typeof types.TopicConsumersDocument,
    "\n  fragment TopicConsumerRow on ConsumerGroup {\n    id\n    state\n    partitions {\n      topic\n      memberId\n      lag\n      lagMs\n    }\n  }\n": typeof types.TopicConsumerRowFragmentDoc,
    "\n  mutation ResetOffsets($input: ResetOffsetsInput!) {\n    resetOffsets(input: $input) {\n      partitions {\n        partition\n        committedOffset\n        newOffset\n        logStartOffset\n        endOffset\n      }\n    }\n  }\n": typeof types.ResetOffsetsDocument,
    "\n  query ErrorList($id: ID!, $first: Int!, $after: String) {\n    streamsApplication(id: $id) {\n      id\n      errors(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n        nodes {\n          id\n          ...ErrorRow\n        }\n      }\n    }\n  }\n": typeof types.ErrorListDocument,
    "\n  fragment ErrorRow on StreamsError {\n    id\n    kind\n    outcome\n    task\n    topic\n    partition\n    offset\n    code\n    message\n    stack\n    occurredAt\n    instanceId\n    instance {\n      id\n      hostname\n      processId\n    }\n  }\n": typeof types.ErrorRowFragmentDoc,
    "\n  fragment InstanceTable on StreamsApplication {\n    instances {\n      id\n      state\n      hostname\n      processId\n      version\n      startedAt\n      heartbeatAt\n      alive\n      topologyHash\n      error {\n        code\n        message\n      }\n      tasks {\n        id\n      }\n      totals {\n        recordsIn\n        recordsOut\n      }\n    }\n  }\n": typeof types.InstanceTableFragmentDoc,
    "\n  fragment ProcessorFigures on StreamsApplication {\n    recordsInPerSecond\n    recordsOutPerSecond\n    lag\n    lagMs\n    instances {\n      id\n      alive\n    }\n    totals {\n      recordsIn\n      recordsOut\n      epochs\n      failedEpochs\n      lateRecords\n      skippedRecords\n      deadLetteredRecords\n    }\n  }\n": typeof types.ProcessorFiguresFragmentDoc,
    "\n  subscription ApplicationChanged($id: ID!) {\n    streamsApplicationChanged(id: $id) {\n      id\n      state\n      ...ProcessorFigures\n      ...ProcessorWarnings\n      ...TopologyPage\n      ...TaskTable\n      ...InstanceTable\n      ...ResetApplication\n      errors(first: 1) {\n        totalCount\n      }\n    }\n  }\n": typeof types.ApplicationChangedDocument,
    "\n  query ProcessorList($search: String, $first: Int!, $after: String) {\n    streamsApplications(search: $search, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...ProcessorRow\n      }\n    }\n  }\n": typeof types.ProcessorListDocument,
    "\n  fragment ProcessorRow on StreamsApplication {\n    id\n    state\n    recordsInPerSecond\n    recordsOutPerSecond\n    lag\n    lagMs\n    instances {\n      id\n      alive\n    }\n    errors(first: 1) {\n      totalCount\n      nodes {\n        id\n        occurredAt\n      }\n    }\n  }\n": typeof types.ProcessorRowFragmentDoc,
    "\n  fragment ProcessorWarnings on StreamsApplication {\n    topologyDiffers\n    instances {\n      id\n      alive\n      state\n      hostname\n      processId\n      version\n      heartbeatAt\n      topologyHash\n      error {\n        code\n        message\n      }\n    }\n  }\n": typeof types.ProcessorWarningsFragmentDoc,
    "\n  fragment ResetApplication on StreamsApplication {\n    id\n    instances {\n      id\n      alive\n    }\n  }\n": typeof types.ResetApplicationFragmentDoc,
    "\n  query StoreList($id: ID!) {\n    streamsApplication(id: $id) {\n      id\n      stores {\n        name\n        kind\n        subTopology\n        isTable\n        retentionMs\n        windowSizeMs\n        keyFormat\n        valueFormat\n        bytes\n        entries\n      }\n    }\n  }\n": typeof types.StoreListDocument,
    "\n  fragment TableEntryRow on TableEntry {\n    partition\n    key\n    value\n    keyError\n    valueError\n    keyBytes\n    valueBytes\n    window {\n      start\n      end\n    }\n  }\n": typeof types.TableEntryRowFragmentDoc,
    "\n  fragment TableChangeRow on TableChange {\n    partition\n    key\n    value\n    deleted\n    keyError\n    valueError\n    keyBytes\n    valueBytes\n    window {\n      start\n      end\n    }\n  }\n": typeof types.TableChangeRowFragmentDoc,
    "\n  query TableEntries(\n    $application: ID!\n    $store: String!\n    $first: Int!\n    $after: String\n    $all: Boolean!\n    $one: Boolean!\n    $between: Boolean!\n    $key: JSON\n    $windowFrom: DateTime\n    $windowTo: DateTime\n    $from: JSON\n    $to: JSON\n    $reverse: Boolean!\n  ) {\n    table(application: $application, store: $store) {\n      scan(windowFrom: $windowFrom, windowTo: $windowTo, first: $first, after: $after) @include(if: $all) {\n        ...EntryPage\n      }\n      get(key: $key, windowFrom: $windowFrom, windowTo: $windowTo, first: $first, after: $after) @include(if: $one) {\n        ...EntryPage\n      }\n      range(\n        from: $from\n        to: $to\n        windowFrom: $windowFrom\n        windowTo: $windowTo\n        reverse: $reverse\n        first: $first\n        after: $after\n      ) @include(if: $between) {\n        ...EntryPage\n      }\n    }\n  }\n": typeof types.TableEntriesDocument,
    "\n  fragment EntryPage on TableEntryConnection {\n    nodes {\n      ...TableEntryRow\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n": typeof types.EntryPageFragmentDoc,
    "\n  query TablePage($application: ID!, $store: String!) {\n    table(application: $application, store: $store) {\n      kind\n      keyFormat\n      valueFormat\n    }\n  }\n": typeof types.TablePageDocument,
    "\n  subscription TableChanged($application: ID!, $store: String!, $keys: [JSON!]) {\n    tableChanged(application: $application, store: $store, keys: $keys) {\n      skipped\n      changes {\n        ...TableChangeRow\n      }\n    }\n  }\n": typeof types.TableChangedDocument,
    "\n  fragment TaskTable on StreamsApplication {\n    tasks {\n      id\n      subTopology\n      partition\n      state\n      streamTime\n      bufferedRecords\n      recordsPerSecond\n      epochMs\n      lag\n      instance {\n        id\n        hostname\n        processId\n      }\n    }\n  }\n": typeof types.TaskTableFragmentDoc,
    "\n  fragment TopologyPage on StreamsApplication {\n    id\n    topology {\n      hash\n      nodes {\n        id\n        kind\n        operator\n        subTopology\n        topic\n        stores\n        recordsPerSecond\n      }\n      edges {\n        from\n        to\n      }\n    }\n  }\n": typeof types.TopologyPageFragmentDoc,
    "\n  query ReadableStores($id: ID!) {\n    streamsApplication(id: $id) {\n      id\n      stores {\n        name\n        isTable\n      }\n    }\n  }\n": typeof types.ReadableStoresDocument,
    "\n  mutation ResetApplication($input: ResetStreamsApplicationInput!) {\n    resetStreamsApplication(input: $input) {\n      application\n      dryRun\n      offsetTopics\n      stores\n      deletedTopics\n      aliveInstances\n    }\n  }\n": typeof types.ResetApplicationDocument,
    "\n  fragment ProduceRecordTopic on Topic {\n    name\n    partitionCount\n    config {\n      keyFormat\n      valueFormat\n    }\n  }\n": typeof types.ProduceRecordTopicFragmentDoc,
    "\n  query RecordBrowser($name: String!) {\n    topic(name: $name) {\n      id\n      ...RecordToolbar\n      config {\n        keyFormat\n      }\n      partitions {\n        partition\n        logStartOffset\n        endOffset\n      }\n    }\n  }\n": typeof types.RecordBrowserDocument,
    "\n  fragment RecordRow on Record {\n    topic\n    partition\n    offset\n    timestamp\n    key\n    value\n    tombstone\n    keyError\n    valueError\n    headers {\n      key\n      value\n      valueBytes\n    }\n  }\n": typeof types.RecordRowFragmentDoc,
    "\n  fragment RecordToolbar on Topic {\n    partitions {\n      partition\n      logStartOffset\n      endOffset\n    }\n  }\n": typeof types.RecordToolbarFragmentDoc,
    "\n  query RecordBytes($topic: String!, $partition: Int!, $offset: Offset!) {\n    records(topic: $topic, partitions: [$partition], from: { offset: $offset }, limit: 1) {\n      records {\n        offset\n        keyBytes\n        valueBytes\n      }\n    }\n  }\n": typeof types.RecordBytesDocument,
    "\n  mutation InitProducer {\n    initProducer {\n      producerId\n      epoch\n    }\n  }\n": typeof types.InitProducerDocument,
    "\n  mutation Produce($input: ProduceInput!) {\n    produce(input: $input) {\n      records {\n        partition\n        offset\n        timestamp\n      }\n    }\n  }\n": typeof types.ProduceDocument,
    "\n  query RecordPage($topic: String!, $partitions: [Int!], $from: Position, $limit: Int!) {\n    records(topic: $topic, partitions: $partitions, from: $from, limit: $limit) {\n      cursor\n      previousCursor\n      atEnd\n      records {\n        ...RecordRow\n      }\n    }\n  }\n": typeof types.RecordPageDocument,
    "\n  query RecordSearch($topic: String!, $partitions: [Int!], $from: Position, $limit: Int!, $filter: RecordFilter!) {\n    records(topic: $topic, partitions: $partitions, from: $from, limit: $limit, filter: $filter) {\n      cursor\n      previousCursor\n      search {\n        ended\n        scannedRecords\n        partitions {\n          fromOffset\n          toOffset\n        }\n      }\n      records {\n        ...RecordRow\n      }\n    }\n  }\n": typeof types.RecordSearchDocument,
    "\n  subscription Tail($topics: [String!]!, $partitions: [Int!], $from: Position, $maxRecordsPerSecond: Int) {\n    tail(topics: $topics, partitions: $partitions, from: $from, maxWaitMs: 100, maxRecordsPerSecond: $maxRecordsPerSecond) {\n      partition\n      nextOffset\n      logEpoch\n      skipped\n      records {\n        ...RecordRow\n      }\n    }\n  }\n": typeof types.TailDocument,
    "\n  query TailEnds($topic: String!) {\n    topic(name: $topic) {\n      partitions {\n        partition\n        endOffset\n      }\n    }\n  }\n": typeof types.TailEndsDocument,
    "\n  fragment BatchSizes on TopicStatistics {\n    batchSizes {\n      minRecords\n      maxRecords\n      batches\n      records\n    }\n  }\n": typeof types.BatchSizesFragmentDoc,
    "\n  fragment SegmentTable on TopicStatistics {\n    segmentCount\n    segments {\n      id\n      openedAt\n      sealedAt\n      sizeBytes\n      keyIndexBytes\n      recordCount\n      batchCount\n      compacted\n      removedRecords\n    }\n  }\n": typeof types.SegmentTableFragmentDoc,
    "\n  fragment StatisticsFigures on TopicStatistics {\n    sizeBytes\n    keyIndexBytes\n    recordCount\n    batchCount\n    meanBatchBytes\n    meanBatchRecords\n    oldestTimestamp\n    newestTimestamp\n    removedRecords\n    removedBytes\n    segmentCount\n    rates {\n      recordsIn\n      bytesIn\n      recordsOut\n      bytesOut\n    }\n  }\n": typeof types.StatisticsFiguresFragmentDoc,
    "\n  query TopicStatistics($name: String!) {\n    topic(name: $name) {\n      id\n      statistics {\n        ...StatisticsFigures\n        ...BatchSizes\n        ...SegmentTable\n      }\n    }\n  }\n": typeof types.TopicStatisticsDocument,
    "\n  fragment AddPartitions on Topic {\n    name\n    partitionCount\n  }\n": typeof types.AddPartitionsFragmentDoc,
    "\n  mutation AddPartitions($input: UpdateTopicInput!) {\n    updateTopic(input: $input) {\n      topic {\n        id\n        partitionCount\n      }\n    }\n  }\n": typeof types.AddPartitionsDocument,
    "\n  fragment ConfigurationEntry on TopicConfigEntry {\n    name\n    value\n    default\n    isSet\n    unit\n    min\n    max\n    choices\n    description\n  }\n": typeof types.ConfigurationEntryFragmentDoc,
    "\n  mutation UpdateConfiguration($input: UpdateTopicInput!) {\n    updateTopic(input: $input) {\n      topic {\n        id\n        configEntries {\n          name\n          ...ConfigurationEntry\n        }\n      }\n    }\n  }\n": typeof types.UpdateConfigurationDocument,
    "\n  mutation CreateTopic($input: CreateTopicInput!) {\n    createTopic(input: $input) {\n      topic {\n        id\n        name\n      }\n    }\n  }\n": typeof types.CreateTopicDocument,
    "\n  fragment DangerZone on Topic {\n    name\n    recordCount\n    ...DeleteRecordsTopic\n  }\n": typeof types.DangerZoneFragmentDoc,
    "\n  fragment DeleteRecordsTopic on Topic {\n    name\n    recordCount\n    partitions {\n      partition\n      logStartOffset\n      endOffset\n    }\n  }\n": typeof types.DeleteRecordsTopicFragmentDoc,
    "\n  mutation DeleteRecords($input: DeleteRecordsInput!) {\n    deleteRecords(input: $input) {\n      partitions {\n        partition\n        logStartOffset\n        endOffset\n        recordCount\n      }\n    }\n  }\n": typeof types.DeleteRecordsDocument,
    "\n  mutation DeleteTopic($input: DeleteTopicInput!) {\n    deleteTopic(input: $input) {\n      id\n      name\n    }\n  }\n": typeof types.DeleteTopicDocument,
    "\n  query TopicPartitions($name: String!) {\n    topic(name: $name) {\n      id\n      recordCount\n      partitions {\n        partition\n        logStartOffset\n        endOffset\n        recordCount\n      }\n    }\n  }\n": typeof types.TopicPartitionsDocument,
    "\n  fragment TopicFigures on Topic {\n    createdAt\n    partitionCount\n    recordCount\n    sizeBytes\n    config {\n      keyFormat\n      valueFormat\n    }\n  }\n": typeof types.TopicFiguresFragmentDoc,
    "\n  query Topic($name: String!) {\n    topic(name: $name) {\n      id\n      name\n      internal\n      ...TopicFigures\n      ...ProduceRecordTopic\n    }\n  }\n": typeof types.TopicDocument,
    "\n  query TopicList($search: String, $internal: Boolean!, $first: Int!, $after: String) {\n    topics(search: $search, internal: $internal, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...TopicRow\n      }\n    }\n  }\n": typeof types.TopicListDocument,
    "\n  query TopicSettings($name: String!) {\n    topic(name: $name) {\n      id\n      configEntries {\n        name\n        ...ConfigurationEntry\n      }\n      ...AddPartitions\n      ...DangerZone\n    }\n  }\n": typeof types.TopicSettingsDocument,
    "\n  fragment TopicRow on Topic {\n    id\n    name\n    internal\n    createdAt\n    partitionCount\n    recordCount\n    sizeBytes\n    config {\n      keyFormat\n      valueFormat\n    }\n  }\n": typeof types.TopicRowFragmentDoc,
};
const documents: Documents = {
    "\n  query ServerNodes {\n    serverNodes {\n      id\n      role\n      hostname\n      processId\n      version\n      startedAt\n      alive\n    }\n  }\n": types.ServerNodesDocument,
    "\n  fragment DeleteGroup on ConsumerGroup {\n    id\n    memberCount\n  }\n": types.DeleteGroupFragmentDoc,
    "\n  mutation DeleteGroup($input: DeleteConsumerGroupInput!) {\n    deleteConsumerGroup(input: $input) {\n      id\n    }\n  }\n": types.DeleteGroupDocument,
    "\n  mutation DeleteOffsets($input: DeleteGroupOffsetsInput!) {\n    deleteGroupOffsets(input: $input) {\n      group {\n        id\n      }\n    }\n  }\n": types.DeleteOffsetsDocument,
    "\n  fragment GroupFigures on ConsumerGroup {\n    lag\n    lagMs\n    memberCount\n    generation\n    createdAt\n    partitions {\n      partition\n    }\n  }\n": types.GroupFiguresFragmentDoc,
    "\n  query GroupList($search: String, $first: Int!, $after: String) {\n    consumerGroups(search: $search, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...GroupRow\n      }\n    }\n  }\n": types.GroupListDocument,
    "\n  subscription GroupChanged($id: ID!) {\n    consumerGroupChanged(id: $id) {\n      id\n      state\n      ...GroupFigures\n      ...LagChart\n      ...MemberTable\n      ...GroupPartitions\n      ...ResetOffsetsGroup\n      ...DeleteGroup\n    }\n  }\n": types.GroupChangedDocument,
    "\n  fragment GroupPartitions on ConsumerGroup {\n    id\n    members {\n      id\n      clientId\n    }\n    partitions {\n      topic\n      partition\n      memberId\n      lag\n      lagMs\n      ...PartitionRow\n    }\n  }\n": types.GroupPartitionsFragmentDoc,
    "\n  fragment GroupRow on ConsumerGroup {\n    id\n    state\n    memberCount\n    topics\n    lag\n    lagMs\n  }\n": types.GroupRowFragmentDoc,
    "\n  fragment LagChart on ConsumerGroup {\n    lag\n  }\n": types.LagChartFragmentDoc,
    "\n  fragment MemberRow on ConsumerGroupMember {\n    id\n    clientId\n    instanceId\n    nodeId\n    host\n    topics\n    topicPattern\n    joinedAt\n    away\n    partitions {\n      topic\n      partition\n    }\n  }\n": types.MemberRowFragmentDoc,
    "\n  fragment MemberTable on ConsumerGroup {\n    id\n    members {\n      id\n      ...MemberRow\n    }\n  }\n": types.MemberTableFragmentDoc,
    "\n  fragment PartitionRow on ConsumerGroupPartition {\n    topic\n    partition\n    memberId\n    revocationDeadline\n    committedOffset\n    committedAt\n    metadata\n    logStartOffset\n    endOffset\n    lag\n    lagMs\n  }\n": types.PartitionRowFragmentDoc,
    "\n  mutation RemoveMember($input: RemoveGroupMemberInput!) {\n    removeGroupMember(input: $input) {\n      group {\n        id\n      }\n    }\n  }\n": types.RemoveMemberDocument,
    "\n  fragment ResetOffsetsGroup on ConsumerGroup {\n    id\n    memberCount\n    topics\n  }\n": types.ResetOffsetsGroupFragmentDoc,
    "\n  query ResetTopic($name: String!) {\n    topic(name: $name) {\n      id\n      partitionCount\n    }\n  }\n": types.ResetTopicDocument,
    "\n  query TopicConsumers($topic: String!, $first: Int!, $after: String) {\n    consumerGroups(topic: $topic, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...TopicConsumerRow\n      }\n    }\n  }\n": types.TopicConsumersDocument,
    "\n  fragment TopicConsumerRow on ConsumerGroup {\n    id\n    state\n    partitions {\n      topic\n      memberId\n      lag\n      lagMs\n    }\n  }\n": types.TopicConsumerRowFragmentDoc,
    "\n  mutation ResetOffsets($input: ResetOffsetsInput!) {\n    resetOffsets(input: $input) {\n      partitions {\n        partition\n        committedOffset\n        newOffset\n        logStartOffset\n        endOffset\n      }\n    }\n  }\n": types.ResetOffsetsDocument,
    "\n  query ErrorList($id: ID!, $first: Int!, $after: String) {\n    streamsApplication(id: $id) {\n      id\n      errors(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n        nodes {\n          id\n          ...ErrorRow\n        }\n      }\n    }\n  }\n": types.ErrorListDocument,
    "\n  fragment ErrorRow on StreamsError {\n    id\n    kind\n    outcome\n    task\n    topic\n    partition\n    offset\n    code\n    message\n    stack\n    occurredAt\n    instanceId\n    instance {\n      id\n      hostname\n      processId\n    }\n  }\n": types.ErrorRowFragmentDoc,
    "\n  fragment InstanceTable on StreamsApplication {\n    instances {\n      id\n      state\n      hostname\n      processId\n      version\n      startedAt\n      heartbeatAt\n      alive\n      topologyHash\n      error {\n        code\n        message\n      }\n      tasks {\n        id\n      }\n      totals {\n        recordsIn\n        recordsOut\n      }\n    }\n  }\n": types.InstanceTableFragmentDoc,
    "\n  fragment ProcessorFigures on StreamsApplication {\n    recordsInPerSecond\n    recordsOutPerSecond\n    lag\n    lagMs\n    instances {\n      id\n      alive\n    }\n    totals {\n      recordsIn\n      recordsOut\n      epochs\n      failedEpochs\n      lateRecords\n      skippedRecords\n      deadLetteredRecords\n    }\n  }\n": types.ProcessorFiguresFragmentDoc,
    "\n  subscription ApplicationChanged($id: ID!) {\n    streamsApplicationChanged(id: $id) {\n      id\n      state\n      ...ProcessorFigures\n      ...ProcessorWarnings\n      ...TopologyPage\n      ...TaskTable\n      ...InstanceTable\n      ...ResetApplication\n      errors(first: 1) {\n        totalCount\n      }\n    }\n  }\n": types.ApplicationChangedDocument,
    "\n  query ProcessorList($search: String, $first: Int!, $after: String) {\n    streamsApplications(search: $search, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...ProcessorRow\n      }\n    }\n  }\n": types.ProcessorListDocument,
    "\n  fragment ProcessorRow on StreamsApplication {\n    id\n    state\n    recordsInPerSecond\n    recordsOutPerSecond\n    lag\n    lagMs\n    instances {\n      id\n      alive\n    }\n    errors(first: 1) {\n      totalCount\n      nodes {\n        id\n        occurredAt\n      }\n    }\n  }\n": types.ProcessorRowFragmentDoc,
    "\n  fragment ProcessorWarnings on StreamsApplication {\n    topologyDiffers\n    instances {\n      id\n      alive\n      state\n      hostname\n      processId\n      version\n      heartbeatAt\n      topologyHash\n      error {\n        code\n        message\n      }\n    }\n  }\n": types.ProcessorWarningsFragmentDoc,
    "\n  fragment ResetApplication on StreamsApplication {\n    id\n    instances {\n      id\n      alive\n    }\n  }\n": types.ResetApplicationFragmentDoc,
    "\n  query StoreList($id: ID!) {\n    streamsApplication(id: $id) {\n      id\n      stores {\n        name\n        kind\n        subTopology\n        isTable\n        retentionMs\n        windowSizeMs\n        keyFormat\n        valueFormat\n        bytes\n        entries\n      }\n    }\n  }\n": types.StoreListDocument,
    "\n  fragment TableEntryRow on TableEntry {\n    partition\n    key\n    value\n    keyError\n    valueError\n    keyBytes\n    valueBytes\n    window {\n      start\n      end\n    }\n  }\n": types.TableEntryRowFragmentDoc,
    "\n  fragment TableChangeRow on TableChange {\n    partition\n    key\n    value\n    deleted\n    keyError\n    valueError\n    keyBytes\n    valueBytes\n    window {\n      start\n      end\n    }\n  }\n": types.TableChangeRowFragmentDoc,
    "\n  query TableEntries(\n    $application: ID!\n    $store: String!\n    $first: Int!\n    $after: String\n    $all: Boolean!\n    $one: Boolean!\n    $between: Boolean!\n    $key: JSON\n    $windowFrom: DateTime\n    $windowTo: DateTime\n    $from: JSON\n    $to: JSON\n    $reverse: Boolean!\n  ) {\n    table(application: $application, store: $store) {\n      scan(windowFrom: $windowFrom, windowTo: $windowTo, first: $first, after: $after) @include(if: $all) {\n        ...EntryPage\n      }\n      get(key: $key, windowFrom: $windowFrom, windowTo: $windowTo, first: $first, after: $after) @include(if: $one) {\n        ...EntryPage\n      }\n      range(\n        from: $from\n        to: $to\n        windowFrom: $windowFrom\n        windowTo: $windowTo\n        reverse: $reverse\n        first: $first\n        after: $after\n      ) @include(if: $between) {\n        ...EntryPage\n      }\n    }\n  }\n": types.TableEntriesDocument,
    "\n  fragment EntryPage on TableEntryConnection {\n    nodes {\n      ...TableEntryRow\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n": types.EntryPageFragmentDoc,
    "\n  query TablePage($application: ID!, $store: String!) {\n    table(application: $application, store: $store) {\n      kind\n      keyFormat\n      valueFormat\n    }\n  }\n": types.TablePageDocument,
    "\n  subscription TableChanged($application: ID!, $store: String!, $keys: [JSON!]) {\n    tableChanged(application: $application, store: $store, keys: $keys) {\n      skipped\n      changes {\n        ...TableChangeRow\n      }\n    }\n  }\n": types.TableChangedDocument,
    "\n  fragment TaskTable on StreamsApplication {\n    tasks {\n      id\n      subTopology\n      partition\n      state\n      streamTime\n      bufferedRecords\n      recordsPerSecond\n      epochMs\n      lag\n      instance {\n        id\n        hostname\n        processId\n      }\n    }\n  }\n": types.TaskTableFragmentDoc,
    "\n  fragment TopologyPage on StreamsApplication {\n    id\n    topology {\n      hash\n      nodes {\n        id\n        kind\n        operator\n        subTopology\n        topic\n        stores\n        recordsPerSecond\n      }\n      edges {\n        from\n        to\n      }\n    }\n  }\n": types.TopologyPageFragmentDoc,
    "\n  query ReadableStores($id: ID!) {\n    streamsApplication(id: $id) {\n      id\n      stores {\n        name\n        isTable\n      }\n    }\n  }\n": types.ReadableStoresDocument,
    "\n  mutation ResetApplication($input: ResetStreamsApplicationInput!) {\n    resetStreamsApplication(input: $input) {\n      application\n      dryRun\n      offsetTopics\n      stores\n      deletedTopics\n      aliveInstances\n    }\n  }\n": types.ResetApplicationDocument,
    "\n  fragment ProduceRecordTopic on Topic {\n    name\n    partitionCount\n    config {\n      keyFormat\n      valueFormat\n    }\n  }\n": types.ProduceRecordTopicFragmentDoc,
    "\n  query RecordBrowser($name: String!) {\n    topic(name: $name) {\n      id\n      ...RecordToolbar\n      config {\n        keyFormat\n      }\n      partitions {\n        partition\n        logStartOffset\n        endOffset\n      }\n    }\n  }\n": types.RecordBrowserDocument,
    "\n  fragment RecordRow on Record {\n    topic\n    partition\n    offset\n    timestamp\n    key\n    value\n    tombstone\n    keyError\n    valueError\n    headers {\n      key\n      value\n      valueBytes\n    }\n  }\n": types.RecordRowFragmentDoc,
    "\n  fragment RecordToolbar on Topic {\n    partitions {\n      partition\n      logStartOffset\n      endOffset\n    }\n  }\n": types.RecordToolbarFragmentDoc,
    "\n  query RecordBytes($topic: String!, $partition: Int!, $offset: Offset!) {\n    records(topic: $topic, partitions: [$partition], from: { offset: $offset }, limit: 1) {\n      records {\n        offset\n        keyBytes\n        valueBytes\n      }\n    }\n  }\n": types.RecordBytesDocument,
    "\n  mutation InitProducer {\n    initProducer {\n      producerId\n      epoch\n    }\n  }\n": types.InitProducerDocument,
    "\n  mutation Produce($input: ProduceInput!) {\n    produce(input: $input) {\n      records {\n        partition\n        offset\n        timestamp\n      }\n    }\n  }\n": types.ProduceDocument,
    "\n  query RecordPage($topic: String!, $partitions: [Int!], $from: Position, $limit: Int!) {\n    records(topic: $topic, partitions: $partitions, from: $from, limit: $limit) {\n      cursor\n      previousCursor\n      atEnd\n      records {\n        ...RecordRow\n      }\n    }\n  }\n": types.RecordPageDocument,
    "\n  query RecordSearch($topic: String!, $partitions: [Int!], $from: Position, $limit: Int!, $filter: RecordFilter!) {\n    records(topic: $topic, partitions: $partitions, from: $from, limit: $limit, filter: $filter) {\n      cursor\n      previousCursor\n      search {\n        ended\n        scannedRecords\n        partitions {\n          fromOffset\n          toOffset\n        }\n      }\n      records {\n        ...RecordRow\n      }\n    }\n  }\n": types.RecordSearchDocument,
    "\n  subscription Tail($topics: [String!]!, $partitions: [Int!], $from: Position, $maxRecordsPerSecond: Int) {\n    tail(topics: $topics, partitions: $partitions, from: $from, maxWaitMs: 100, maxRecordsPerSecond: $maxRecordsPerSecond) {\n      partition\n      nextOffset\n      logEpoch\n      skipped\n      records {\n        ...RecordRow\n      }\n    }\n  }\n": types.TailDocument,
    "\n  query TailEnds($topic: String!) {\n    topic(name: $topic) {\n      partitions {\n        partition\n        endOffset\n      }\n    }\n  }\n": types.TailEndsDocument,
    "\n  fragment BatchSizes on TopicStatistics {\n    batchSizes {\n      minRecords\n      maxRecords\n      batches\n      records\n    }\n  }\n": types.BatchSizesFragmentDoc,
    "\n  fragment SegmentTable on TopicStatistics {\n    segmentCount\n    segments {\n      id\n      openedAt\n      sealedAt\n      sizeBytes\n      keyIndexBytes\n      recordCount\n      batchCount\n      compacted\n      removedRecords\n    }\n  }\n": types.SegmentTableFragmentDoc,
    "\n  fragment StatisticsFigures on TopicStatistics {\n    sizeBytes\n    keyIndexBytes\n    recordCount\n    batchCount\n    meanBatchBytes\n    meanBatchRecords\n    oldestTimestamp\n    newestTimestamp\n    removedRecords\n    removedBytes\n    segmentCount\n    rates {\n      recordsIn\n      bytesIn\n      recordsOut\n      bytesOut\n    }\n  }\n": types.StatisticsFiguresFragmentDoc,
    "\n  query TopicStatistics($name: String!) {\n    topic(name: $name) {\n      id\n      statistics {\n        ...StatisticsFigures\n        ...BatchSizes\n        ...SegmentTable\n      }\n    }\n  }\n": types.TopicStatisticsDocument,
    "\n  fragment AddPartitions on Topic {\n    name\n    partitionCount\n  }\n": types.AddPartitionsFragmentDoc,
    "\n  mutation AddPartitions($input: UpdateTopicInput!) {\n    updateTopic(input: $input) {\n      topic {\n        id\n        partitionCount\n      }\n    }\n  }\n": types.AddPartitionsDocument,
    "\n  fragment ConfigurationEntry on TopicConfigEntry {\n    name\n    value\n    default\n    isSet\n    unit\n    min\n    max\n    choices\n    description\n  }\n": types.ConfigurationEntryFragmentDoc,
    "\n  mutation UpdateConfiguration($input: UpdateTopicInput!) {\n    updateTopic(input: $input) {\n      topic {\n        id\n        configEntries {\n          name\n          ...ConfigurationEntry\n        }\n      }\n    }\n  }\n": types.UpdateConfigurationDocument,
    "\n  mutation CreateTopic($input: CreateTopicInput!) {\n    createTopic(input: $input) {\n      topic {\n        id\n        name\n      }\n    }\n  }\n": types.CreateTopicDocument,
    "\n  fragment DangerZone on Topic {\n    name\n    recordCount\n    ...DeleteRecordsTopic\n  }\n": types.DangerZoneFragmentDoc,
    "\n  fragment DeleteRecordsTopic on Topic {\n    name\n    recordCount\n    partitions {\n      partition\n      logStartOffset\n      endOffset\n    }\n  }\n": types.DeleteRecordsTopicFragmentDoc,
    "\n  mutation DeleteRecords($input: DeleteRecordsInput!) {\n    deleteRecords(input: $input) {\n      partitions {\n        partition\n        logStartOffset\n        endOffset\n        recordCount\n      }\n    }\n  }\n": types.DeleteRecordsDocument,
    "\n  mutation DeleteTopic($input: DeleteTopicInput!) {\n    deleteTopic(input: $input) {\n      id\n      name\n    }\n  }\n": types.DeleteTopicDocument,
    "\n  query TopicPartitions($name: String!) {\n    topic(name: $name) {\n      id\n      recordCount\n      partitions {\n        partition\n        logStartOffset\n        endOffset\n        recordCount\n      }\n    }\n  }\n": types.TopicPartitionsDocument,
    "\n  fragment TopicFigures on Topic {\n    createdAt\n    partitionCount\n    recordCount\n    sizeBytes\n    config {\n      keyFormat\n      valueFormat\n    }\n  }\n": types.TopicFiguresFragmentDoc,
    "\n  query Topic($name: String!) {\n    topic(name: $name) {\n      id\n      name\n      internal\n      ...TopicFigures\n      ...ProduceRecordTopic\n    }\n  }\n": types.TopicDocument,
    "\n  query TopicList($search: String, $internal: Boolean!, $first: Int!, $after: String) {\n    topics(search: $search, internal: $internal, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...TopicRow\n      }\n    }\n  }\n": types.TopicListDocument,
    "\n  query TopicSettings($name: String!) {\n    topic(name: $name) {\n      id\n      configEntries {\n        name\n        ...ConfigurationEntry\n      }\n      ...AddPartitions\n      ...DangerZone\n    }\n  }\n": types.TopicSettingsDocument,
    "\n  fragment TopicRow on Topic {\n    id\n    name\n    internal\n    createdAt\n    partitionCount\n    recordCount\n    sizeBytes\n    config {\n      keyFormat\n      valueFormat\n    }\n  }\n": types.TopicRowFragmentDoc,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ServerNodes {\n    serverNodes {\n      id\n      role\n      hostname\n      processId\n      version\n      startedAt\n      alive\n    }\n  }\n"): (typeof documents)["\n  query ServerNodes {\n    serverNodes {\n      id\n      role\n      hostname\n      processId\n      version\n      startedAt\n      alive\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DeleteGroup on ConsumerGroup {\n    id\n    memberCount\n  }\n"): (typeof documents)["\n  fragment DeleteGroup on ConsumerGroup {\n    id\n    memberCount\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteGroup($input: DeleteConsumerGroupInput!) {\n    deleteConsumerGroup(input: $input) {\n      id\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteGroup($input: DeleteConsumerGroupInput!) {\n    deleteConsumerGroup(input: $input) {\n      id\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteOffsets($input: DeleteGroupOffsetsInput!) {\n    deleteGroupOffsets(input: $input) {\n      group {\n        id\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteOffsets($input: DeleteGroupOffsetsInput!) {\n    deleteGroupOffsets(input: $input) {\n      group {\n        id\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment GroupFigures on ConsumerGroup {\n    lag\n    lagMs\n    memberCount\n    generation\n    createdAt\n    partitions {\n      partition\n    }\n  }\n"): (typeof documents)["\n  fragment GroupFigures on ConsumerGroup {\n    lag\n    lagMs\n    memberCount\n    generation\n    createdAt\n    partitions {\n      partition\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query GroupList($search: String, $first: Int!, $after: String) {\n    consumerGroups(search: $search, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...GroupRow\n      }\n    }\n  }\n"): (typeof documents)["\n  query GroupList($search: String, $first: Int!, $after: String) {\n    consumerGroups(search: $search, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...GroupRow\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription GroupChanged($id: ID!) {\n    consumerGroupChanged(id: $id) {\n      id\n      state\n      ...GroupFigures\n      ...LagChart\n      ...MemberTable\n      ...GroupPartitions\n      ...ResetOffsetsGroup\n      ...DeleteGroup\n    }\n  }\n"): (typeof documents)["\n  subscription GroupChanged($id: ID!) {\n    consumerGroupChanged(id: $id) {\n      id\n      state\n      ...GroupFigures\n      ...LagChart\n      ...MemberTable\n      ...GroupPartitions\n      ...ResetOffsetsGroup\n      ...DeleteGroup\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment GroupPartitions on ConsumerGroup {\n    id\n    members {\n      id\n      clientId\n    }\n    partitions {\n      topic\n      partition\n      memberId\n      lag\n      lagMs\n      ...PartitionRow\n    }\n  }\n"): (typeof documents)["\n  fragment GroupPartitions on ConsumerGroup {\n    id\n    members {\n      id\n      clientId\n    }\n    partitions {\n      topic\n      partition\n      memberId\n      lag\n      lagMs\n      ...PartitionRow\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment GroupRow on ConsumerGroup {\n    id\n    state\n    memberCount\n    topics\n    lag\n    lagMs\n  }\n"): (typeof documents)["\n  fragment GroupRow on ConsumerGroup {\n    id\n    state\n    memberCount\n    topics\n    lag\n    lagMs\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment LagChart on ConsumerGroup {\n    lag\n  }\n"): (typeof documents)["\n  fragment LagChart on ConsumerGroup {\n    lag\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MemberRow on ConsumerGroupMember {\n    id\n    clientId\n    instanceId\n    nodeId\n    host\n    topics\n    topicPattern\n    joinedAt\n    away\n    partitions {\n      topic\n      partition\n    }\n  }\n"): (typeof documents)["\n  fragment MemberRow on ConsumerGroupMember {\n    id\n    clientId\n    instanceId\n    nodeId\n    host\n    topics\n    topicPattern\n    joinedAt\n    away\n    partitions {\n      topic\n      partition\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MemberTable on ConsumerGroup {\n    id\n    members {\n      id\n      ...MemberRow\n    }\n  }\n"): (typeof documents)["\n  fragment MemberTable on ConsumerGroup {\n    id\n    members {\n      id\n      ...MemberRow\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment PartitionRow on ConsumerGroupPartition {\n    topic\n    partition\n    memberId\n    revocationDeadline\n    committedOffset\n    committedAt\n    metadata\n    logStartOffset\n    endOffset\n    lag\n    lagMs\n  }\n"): (typeof documents)["\n  fragment PartitionRow on ConsumerGroupPartition {\n    topic\n    partition\n    memberId\n    revocationDeadline\n    committedOffset\n    committedAt\n    metadata\n    logStartOffset\n    endOffset\n    lag\n    lagMs\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveMember($input: RemoveGroupMemberInput!) {\n    removeGroupMember(input: $input) {\n      group {\n        id\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RemoveMember($input: RemoveGroupMemberInput!) {\n    removeGroupMember(input: $input) {\n      group {\n        id\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ResetOffsetsGroup on ConsumerGroup {\n    id\n    memberCount\n    topics\n  }\n"): (typeof documents)["\n  fragment ResetOffsetsGroup on ConsumerGroup {\n    id\n    memberCount\n    topics\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ResetTopic($name: String!) {\n    topic(name: $name) {\n      id\n      partitionCount\n    }\n  }\n"): (typeof documents)["\n  query ResetTopic($name: String!) {\n    topic(name: $name) {\n      id\n      partitionCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TopicConsumers($topic: String!, $first: Int!, $after: String) {\n    consumerGroups(topic: $topic, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...TopicConsumerRow\n      }\n    }\n  }\n"): (typeof documents)["\n  query TopicConsumers($topic: String!, $first: Int!, $after: String) {\n    consumerGroups(topic: $topic, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...TopicConsumerRow\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TopicConsumerRow on ConsumerGroup {\n    id\n    state\n    partitions {\n      topic\n      memberId\n      lag\n      lagMs\n    }\n  }\n"): (typeof documents)["\n  fragment TopicConsumerRow on ConsumerGroup {\n    id\n    state\n    partitions {\n      topic\n      memberId\n      lag\n      lagMs\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResetOffsets($input: ResetOffsetsInput!) {\n    resetOffsets(input: $input) {\n      partitions {\n        partition\n        committedOffset\n        newOffset\n        logStartOffset\n        endOffset\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ResetOffsets($input: ResetOffsetsInput!) {\n    resetOffsets(input: $input) {\n      partitions {\n        partition\n        committedOffset\n        newOffset\n        logStartOffset\n        endOffset\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ErrorList($id: ID!, $first: Int!, $after: String) {\n    streamsApplication(id: $id) {\n      id\n      errors(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n        nodes {\n          id\n          ...ErrorRow\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query ErrorList($id: ID!, $first: Int!, $after: String) {\n    streamsApplication(id: $id) {\n      id\n      errors(first: $first, after: $after) {\n        totalCount\n        pageInfo {\n          hasNextPage\n          endCursor\n        }\n        nodes {\n          id\n          ...ErrorRow\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ErrorRow on StreamsError {\n    id\n    kind\n    outcome\n    task\n    topic\n    partition\n    offset\n    code\n    message\n    stack\n    occurredAt\n    instanceId\n    instance {\n      id\n      hostname\n      processId\n    }\n  }\n"): (typeof documents)["\n  fragment ErrorRow on StreamsError {\n    id\n    kind\n    outcome\n    task\n    topic\n    partition\n    offset\n    code\n    message\n    stack\n    occurredAt\n    instanceId\n    instance {\n      id\n      hostname\n      processId\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment InstanceTable on StreamsApplication {\n    instances {\n      id\n      state\n      hostname\n      processId\n      version\n      startedAt\n      heartbeatAt\n      alive\n      topologyHash\n      error {\n        code\n        message\n      }\n      tasks {\n        id\n      }\n      totals {\n        recordsIn\n        recordsOut\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment InstanceTable on StreamsApplication {\n    instances {\n      id\n      state\n      hostname\n      processId\n      version\n      startedAt\n      heartbeatAt\n      alive\n      topologyHash\n      error {\n        code\n        message\n      }\n      tasks {\n        id\n      }\n      totals {\n        recordsIn\n        recordsOut\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ProcessorFigures on StreamsApplication {\n    recordsInPerSecond\n    recordsOutPerSecond\n    lag\n    lagMs\n    instances {\n      id\n      alive\n    }\n    totals {\n      recordsIn\n      recordsOut\n      epochs\n      failedEpochs\n      lateRecords\n      skippedRecords\n      deadLetteredRecords\n    }\n  }\n"): (typeof documents)["\n  fragment ProcessorFigures on StreamsApplication {\n    recordsInPerSecond\n    recordsOutPerSecond\n    lag\n    lagMs\n    instances {\n      id\n      alive\n    }\n    totals {\n      recordsIn\n      recordsOut\n      epochs\n      failedEpochs\n      lateRecords\n      skippedRecords\n      deadLetteredRecords\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ApplicationChanged($id: ID!) {\n    streamsApplicationChanged(id: $id) {\n      id\n      state\n      ...ProcessorFigures\n      ...ProcessorWarnings\n      ...TopologyPage\n      ...TaskTable\n      ...InstanceTable\n      ...ResetApplication\n      errors(first: 1) {\n        totalCount\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription ApplicationChanged($id: ID!) {\n    streamsApplicationChanged(id: $id) {\n      id\n      state\n      ...ProcessorFigures\n      ...ProcessorWarnings\n      ...TopologyPage\n      ...TaskTable\n      ...InstanceTable\n      ...ResetApplication\n      errors(first: 1) {\n        totalCount\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ProcessorList($search: String, $first: Int!, $after: String) {\n    streamsApplications(search: $search, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...ProcessorRow\n      }\n    }\n  }\n"): (typeof documents)["\n  query ProcessorList($search: String, $first: Int!, $after: String) {\n    streamsApplications(search: $search, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...ProcessorRow\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ProcessorRow on StreamsApplication {\n    id\n    state\n    recordsInPerSecond\n    recordsOutPerSecond\n    lag\n    lagMs\n    instances {\n      id\n      alive\n    }\n    errors(first: 1) {\n      totalCount\n      nodes {\n        id\n        occurredAt\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment ProcessorRow on StreamsApplication {\n    id\n    state\n    recordsInPerSecond\n    recordsOutPerSecond\n    lag\n    lagMs\n    instances {\n      id\n      alive\n    }\n    errors(first: 1) {\n      totalCount\n      nodes {\n        id\n        occurredAt\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ProcessorWarnings on StreamsApplication {\n    topologyDiffers\n    instances {\n      id\n      alive\n      state\n      hostname\n      processId\n      version\n      heartbeatAt\n      topologyHash\n      error {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment ProcessorWarnings on StreamsApplication {\n    topologyDiffers\n    instances {\n      id\n      alive\n      state\n      hostname\n      processId\n      version\n      heartbeatAt\n      topologyHash\n      error {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ResetApplication on StreamsApplication {\n    id\n    instances {\n      id\n      alive\n    }\n  }\n"): (typeof documents)["\n  fragment ResetApplication on StreamsApplication {\n    id\n    instances {\n      id\n      alive\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query StoreList($id: ID!) {\n    streamsApplication(id: $id) {\n      id\n      stores {\n        name\n        kind\n        subTopology\n        isTable\n        retentionMs\n        windowSizeMs\n        keyFormat\n        valueFormat\n        bytes\n        entries\n      }\n    }\n  }\n"): (typeof documents)["\n  query StoreList($id: ID!) {\n    streamsApplication(id: $id) {\n      id\n      stores {\n        name\n        kind\n        subTopology\n        isTable\n        retentionMs\n        windowSizeMs\n        keyFormat\n        valueFormat\n        bytes\n        entries\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TableEntryRow on TableEntry {\n    partition\n    key\n    value\n    keyError\n    valueError\n    keyBytes\n    valueBytes\n    window {\n      start\n      end\n    }\n  }\n"): (typeof documents)["\n  fragment TableEntryRow on TableEntry {\n    partition\n    key\n    value\n    keyError\n    valueError\n    keyBytes\n    valueBytes\n    window {\n      start\n      end\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TableChangeRow on TableChange {\n    partition\n    key\n    value\n    deleted\n    keyError\n    valueError\n    keyBytes\n    valueBytes\n    window {\n      start\n      end\n    }\n  }\n"): (typeof documents)["\n  fragment TableChangeRow on TableChange {\n    partition\n    key\n    value\n    deleted\n    keyError\n    valueError\n    keyBytes\n    valueBytes\n    window {\n      start\n      end\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TableEntries(\n    $application: ID!\n    $store: String!\n    $first: Int!\n    $after: String\n    $all: Boolean!\n    $one: Boolean!\n    $between: Boolean!\n    $key: JSON\n    $windowFrom: DateTime\n    $windowTo: DateTime\n    $from: JSON\n    $to: JSON\n    $reverse: Boolean!\n  ) {\n    table(application: $application, store: $store) {\n      scan(windowFrom: $windowFrom, windowTo: $windowTo, first: $first, after: $after) @include(if: $all) {\n        ...EntryPage\n      }\n      get(key: $key, windowFrom: $windowFrom, windowTo: $windowTo, first: $first, after: $after) @include(if: $one) {\n        ...EntryPage\n      }\n      range(\n        from: $from\n        to: $to\n        windowFrom: $windowFrom\n        windowTo: $windowTo\n        reverse: $reverse\n        first: $first\n        after: $after\n      ) @include(if: $between) {\n        ...EntryPage\n      }\n    }\n  }\n"): (typeof documents)["\n  query TableEntries(\n    $application: ID!\n    $store: String!\n    $first: Int!\n    $after: String\n    $all: Boolean!\n    $one: Boolean!\n    $between: Boolean!\n    $key: JSON\n    $windowFrom: DateTime\n    $windowTo: DateTime\n    $from: JSON\n    $to: JSON\n    $reverse: Boolean!\n  ) {\n    table(application: $application, store: $store) {\n      scan(windowFrom: $windowFrom, windowTo: $windowTo, first: $first, after: $after) @include(if: $all) {\n        ...EntryPage\n      }\n      get(key: $key, windowFrom: $windowFrom, windowTo: $windowTo, first: $first, after: $after) @include(if: $one) {\n        ...EntryPage\n      }\n      range(\n        from: $from\n        to: $to\n        windowFrom: $windowFrom\n        windowTo: $windowTo\n        reverse: $reverse\n        first: $first\n        after: $after\n      ) @include(if: $between) {\n        ...EntryPage\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment EntryPage on TableEntryConnection {\n    nodes {\n      ...TableEntryRow\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n"): (typeof documents)["\n  fragment EntryPage on TableEntryConnection {\n    nodes {\n      ...TableEntryRow\n    }\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TablePage($application: ID!, $store: String!) {\n    table(application: $application, store: $store) {\n      kind\n      keyFormat\n      valueFormat\n    }\n  }\n"): (typeof documents)["\n  query TablePage($application: ID!, $store: String!) {\n    table(application: $application, store: $store) {\n      kind\n      keyFormat\n      valueFormat\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription TableChanged($application: ID!, $store: String!, $keys: [JSON!]) {\n    tableChanged(application: $application, store: $store, keys: $keys) {\n      skipped\n      changes {\n        ...TableChangeRow\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription TableChanged($application: ID!, $store: String!, $keys: [JSON!]) {\n    tableChanged(application: $application, store: $store, keys: $keys) {\n      skipped\n      changes {\n        ...TableChangeRow\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TaskTable on StreamsApplication {\n    tasks {\n      id\n      subTopology\n      partition\n      state\n      streamTime\n      bufferedRecords\n      recordsPerSecond\n      epochMs\n      lag\n      instance {\n        id\n        hostname\n        processId\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment TaskTable on StreamsApplication {\n    tasks {\n      id\n      subTopology\n      partition\n      state\n      streamTime\n      bufferedRecords\n      recordsPerSecond\n      epochMs\n      lag\n      instance {\n        id\n        hostname\n        processId\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TopologyPage on StreamsApplication {\n    id\n    topology {\n      hash\n      nodes {\n        id\n        kind\n        operator\n        subTopology\n        topic\n        stores\n        recordsPerSecond\n      }\n      edges {\n        from\n        to\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment TopologyPage on StreamsApplication {\n    id\n    topology {\n      hash\n      nodes {\n        id\n        kind\n        operator\n        subTopology\n        topic\n        stores\n        recordsPerSecond\n      }\n      edges {\n        from\n        to\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ReadableStores($id: ID!) {\n    streamsApplication(id: $id) {\n      id\n      stores {\n        name\n        isTable\n      }\n    }\n  }\n"): (typeof documents)["\n  query ReadableStores($id: ID!) {\n    streamsApplication(id: $id) {\n      id\n      stores {\n        name\n        isTable\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResetApplication($input: ResetStreamsApplicationInput!) {\n    resetStreamsApplication(input: $input) {\n      application\n      dryRun\n      offsetTopics\n      stores\n      deletedTopics\n      aliveInstances\n    }\n  }\n"): (typeof documents)["\n  mutation ResetApplication($input: ResetStreamsApplicationInput!) {\n    resetStreamsApplication(input: $input) {\n      application\n      dryRun\n      offsetTopics\n      stores\n      deletedTopics\n      aliveInstances\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ProduceRecordTopic on Topic {\n    name\n    partitionCount\n    config {\n      keyFormat\n      valueFormat\n    }\n  }\n"): (typeof documents)["\n  fragment ProduceRecordTopic on Topic {\n    name\n    partitionCount\n    config {\n      keyFormat\n      valueFormat\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RecordBrowser($name: String!) {\n    topic(name: $name) {\n      id\n      ...RecordToolbar\n      config {\n        keyFormat\n      }\n      partitions {\n        partition\n        logStartOffset\n        endOffset\n      }\n    }\n  }\n"): (typeof documents)["\n  query RecordBrowser($name: String!) {\n    topic(name: $name) {\n      id\n      ...RecordToolbar\n      config {\n        keyFormat\n      }\n      partitions {\n        partition\n        logStartOffset\n        endOffset\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RecordRow on Record {\n    topic\n    partition\n    offset\n    timestamp\n    key\n    value\n    tombstone\n    keyError\n    valueError\n    headers {\n      key\n      value\n      valueBytes\n    }\n  }\n"): (typeof documents)["\n  fragment RecordRow on Record {\n    topic\n    partition\n    offset\n    timestamp\n    key\n    value\n    tombstone\n    keyError\n    valueError\n    headers {\n      key\n      value\n      valueBytes\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RecordToolbar on Topic {\n    partitions {\n      partition\n      logStartOffset\n      endOffset\n    }\n  }\n"): (typeof documents)["\n  fragment RecordToolbar on Topic {\n    partitions {\n      partition\n      logStartOffset\n      endOffset\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RecordBytes($topic: String!, $partition: Int!, $offset: Offset!) {\n    records(topic: $topic, partitions: [$partition], from: { offset: $offset }, limit: 1) {\n      records {\n        offset\n        keyBytes\n        valueBytes\n      }\n    }\n  }\n"): (typeof documents)["\n  query RecordBytes($topic: String!, $partition: Int!, $offset: Offset!) {\n    records(topic: $topic, partitions: [$partition], from: { offset: $offset }, limit: 1) {\n      records {\n        offset\n        keyBytes\n        valueBytes\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation InitProducer {\n    initProducer {\n      producerId\n      epoch\n    }\n  }\n"): (typeof documents)["\n  mutation InitProducer {\n    initProducer {\n      producerId\n      epoch\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Produce($input: ProduceInput!) {\n    produce(input: $input) {\n      records {\n        partition\n        offset\n        timestamp\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation Produce($input: ProduceInput!) {\n    produce(input: $input) {\n      records {\n        partition\n        offset\n        timestamp\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RecordPage($topic: String!, $partitions: [Int!], $from: Position, $limit: Int!) {\n    records(topic: $topic, partitions: $partitions, from: $from, limit: $limit) {\n      cursor\n      previousCursor\n      atEnd\n      records {\n        ...RecordRow\n      }\n    }\n  }\n"): (typeof documents)["\n  query RecordPage($topic: String!, $partitions: [Int!], $from: Position, $limit: Int!) {\n    records(topic: $topic, partitions: $partitions, from: $from, limit: $limit) {\n      cursor\n      previousCursor\n      atEnd\n      records {\n        ...RecordRow\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RecordSearch($topic: String!, $partitions: [Int!], $from: Position, $limit: Int!, $filter: RecordFilter!) {\n    records(topic: $topic, partitions: $partitions, from: $from, limit: $limit, filter: $filter) {\n      cursor\n      previousCursor\n      search {\n        ended\n        scannedRecords\n        partitions {\n          fromOffset\n          toOffset\n        }\n      }\n      records {\n        ...RecordRow\n      }\n    }\n  }\n"): (typeof documents)["\n  query RecordSearch($topic: String!, $partitions: [Int!], $from: Position, $limit: Int!, $filter: RecordFilter!) {\n    records(topic: $topic, partitions: $partitions, from: $from, limit: $limit, filter: $filter) {\n      cursor\n      previousCursor\n      search {\n        ended\n        scannedRecords\n        partitions {\n          fromOffset\n          toOffset\n        }\n      }\n      records {\n        ...RecordRow\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Tail($topics: [String!]!, $partitions: [Int!], $from: Position, $maxRecordsPerSecond: Int) {\n    tail(topics: $topics, partitions: $partitions, from: $from, maxWaitMs: 100, maxRecordsPerSecond: $maxRecordsPerSecond) {\n      partition\n      nextOffset\n      logEpoch\n      skipped\n      records {\n        ...RecordRow\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription Tail($topics: [String!]!, $partitions: [Int!], $from: Position, $maxRecordsPerSecond: Int) {\n    tail(topics: $topics, partitions: $partitions, from: $from, maxWaitMs: 100, maxRecordsPerSecond: $maxRecordsPerSecond) {\n      partition\n      nextOffset\n      logEpoch\n      skipped\n      records {\n        ...RecordRow\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TailEnds($topic: String!) {\n    topic(name: $topic) {\n      partitions {\n        partition\n        endOffset\n      }\n    }\n  }\n"): (typeof documents)["\n  query TailEnds($topic: String!) {\n    topic(name: $topic) {\n      partitions {\n        partition\n        endOffset\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment BatchSizes on TopicStatistics {\n    batchSizes {\n      minRecords\n      maxRecords\n      batches\n      records\n    }\n  }\n"): (typeof documents)["\n  fragment BatchSizes on TopicStatistics {\n    batchSizes {\n      minRecords\n      maxRecords\n      batches\n      records\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SegmentTable on TopicStatistics {\n    segmentCount\n    segments {\n      id\n      openedAt\n      sealedAt\n      sizeBytes\n      keyIndexBytes\n      recordCount\n      batchCount\n      compacted\n      removedRecords\n    }\n  }\n"): (typeof documents)["\n  fragment SegmentTable on TopicStatistics {\n    segmentCount\n    segments {\n      id\n      openedAt\n      sealedAt\n      sizeBytes\n      keyIndexBytes\n      recordCount\n      batchCount\n      compacted\n      removedRecords\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment StatisticsFigures on TopicStatistics {\n    sizeBytes\n    keyIndexBytes\n    recordCount\n    batchCount\n    meanBatchBytes\n    meanBatchRecords\n    oldestTimestamp\n    newestTimestamp\n    removedRecords\n    removedBytes\n    segmentCount\n    rates {\n      recordsIn\n      bytesIn\n      recordsOut\n      bytesOut\n    }\n  }\n"): (typeof documents)["\n  fragment StatisticsFigures on TopicStatistics {\n    sizeBytes\n    keyIndexBytes\n    recordCount\n    batchCount\n    meanBatchBytes\n    meanBatchRecords\n    oldestTimestamp\n    newestTimestamp\n    removedRecords\n    removedBytes\n    segmentCount\n    rates {\n      recordsIn\n      bytesIn\n      recordsOut\n      bytesOut\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TopicStatistics($name: String!) {\n    topic(name: $name) {\n      id\n      statistics {\n        ...StatisticsFigures\n        ...BatchSizes\n        ...SegmentTable\n      }\n    }\n  }\n"): (typeof documents)["\n  query TopicStatistics($name: String!) {\n    topic(name: $name) {\n      id\n      statistics {\n        ...StatisticsFigures\n        ...BatchSizes\n        ...SegmentTable\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment AddPartitions on Topic {\n    name\n    partitionCount\n  }\n"): (typeof documents)["\n  fragment AddPartitions on Topic {\n    name\n    partitionCount\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddPartitions($input: UpdateTopicInput!) {\n    updateTopic(input: $input) {\n      topic {\n        id\n        partitionCount\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation AddPartitions($input: UpdateTopicInput!) {\n    updateTopic(input: $input) {\n      topic {\n        id\n        partitionCount\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ConfigurationEntry on TopicConfigEntry {\n    name\n    value\n    default\n    isSet\n    unit\n    min\n    max\n    choices\n    description\n  }\n"): (typeof documents)["\n  fragment ConfigurationEntry on TopicConfigEntry {\n    name\n    value\n    default\n    isSet\n    unit\n    min\n    max\n    choices\n    description\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateConfiguration($input: UpdateTopicInput!) {\n    updateTopic(input: $input) {\n      topic {\n        id\n        configEntries {\n          name\n          ...ConfigurationEntry\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation UpdateConfiguration($input: UpdateTopicInput!) {\n    updateTopic(input: $input) {\n      topic {\n        id\n        configEntries {\n          name\n          ...ConfigurationEntry\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateTopic($input: CreateTopicInput!) {\n    createTopic(input: $input) {\n      topic {\n        id\n        name\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateTopic($input: CreateTopicInput!) {\n    createTopic(input: $input) {\n      topic {\n        id\n        name\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DangerZone on Topic {\n    name\n    recordCount\n    ...DeleteRecordsTopic\n  }\n"): (typeof documents)["\n  fragment DangerZone on Topic {\n    name\n    recordCount\n    ...DeleteRecordsTopic\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DeleteRecordsTopic on Topic {\n    name\n    recordCount\n    partitions {\n      partition\n      logStartOffset\n      endOffset\n    }\n  }\n"): (typeof documents)["\n  fragment DeleteRecordsTopic on Topic {\n    name\n    recordCount\n    partitions {\n      partition\n      logStartOffset\n      endOffset\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteRecords($input: DeleteRecordsInput!) {\n    deleteRecords(input: $input) {\n      partitions {\n        partition\n        logStartOffset\n        endOffset\n        recordCount\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteRecords($input: DeleteRecordsInput!) {\n    deleteRecords(input: $input) {\n      partitions {\n        partition\n        logStartOffset\n        endOffset\n        recordCount\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteTopic($input: DeleteTopicInput!) {\n    deleteTopic(input: $input) {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteTopic($input: DeleteTopicInput!) {\n    deleteTopic(input: $input) {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TopicPartitions($name: String!) {\n    topic(name: $name) {\n      id\n      recordCount\n      partitions {\n        partition\n        logStartOffset\n        endOffset\n        recordCount\n      }\n    }\n  }\n"): (typeof documents)["\n  query TopicPartitions($name: String!) {\n    topic(name: $name) {\n      id\n      recordCount\n      partitions {\n        partition\n        logStartOffset\n        endOffset\n        recordCount\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TopicFigures on Topic {\n    createdAt\n    partitionCount\n    recordCount\n    sizeBytes\n    config {\n      keyFormat\n      valueFormat\n    }\n  }\n"): (typeof documents)["\n  fragment TopicFigures on Topic {\n    createdAt\n    partitionCount\n    recordCount\n    sizeBytes\n    config {\n      keyFormat\n      valueFormat\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Topic($name: String!) {\n    topic(name: $name) {\n      id\n      name\n      internal\n      ...TopicFigures\n      ...ProduceRecordTopic\n    }\n  }\n"): (typeof documents)["\n  query Topic($name: String!) {\n    topic(name: $name) {\n      id\n      name\n      internal\n      ...TopicFigures\n      ...ProduceRecordTopic\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TopicList($search: String, $internal: Boolean!, $first: Int!, $after: String) {\n    topics(search: $search, internal: $internal, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...TopicRow\n      }\n    }\n  }\n"): (typeof documents)["\n  query TopicList($search: String, $internal: Boolean!, $first: Int!, $after: String) {\n    topics(search: $search, internal: $internal, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        id\n        ...TopicRow\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TopicSettings($name: String!) {\n    topic(name: $name) {\n      id\n      configEntries {\n        name\n        ...ConfigurationEntry\n      }\n      ...AddPartitions\n      ...DangerZone\n    }\n  }\n"): (typeof documents)["\n  query TopicSettings($name: String!) {\n    topic(name: $name) {\n      id\n      configEntries {\n        name\n        ...ConfigurationEntry\n      }\n      ...AddPartitions\n      ...DangerZone\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TopicRow on Topic {\n    id\n    name\n    internal\n    createdAt\n    partitionCount\n    recordCount\n    sizeBytes\n    config {\n      keyFormat\n      valueFormat\n    }\n  }\n"): (typeof documents)["\n  fragment TopicRow on Topic {\n    id\n    name\n    internal\n    createdAt\n    partitionCount\n    recordCount\n    sizeBytes\n    config {\n      keyFormat\n      valueFormat\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;