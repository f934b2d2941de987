import type { CodegenConfig } from '@graphql-codegen/cli';

/** `npm run codegen -w @millrace/api` writes what is committed; with `-- --check` it only says whether it is fresh. */
const config: CodegenConfig = {
  schema: 'src/modules/*/schema.graphql',
  generates: {
    'schema.graphql': { plugins: ['schema-ast'], config: { includeDirectives: false } },
    'src/generated/resolver-types.ts': {
      plugins: ['typescript', 'typescript-resolvers'],
      config: {
        useTypeImports: true,
        enumType: 'string-literal',
        enumsAsTypes: true,
        skipTypename: true,
        // The schema's Record would hide TypeScript's.
        typesPrefix: 'Gql',
        immutableTypes: true,
        mappers: {
          Partition: '../modules/topic/partition-view.ts#PartitionView',
          Topic: '../modules/topic/topic-view.ts#TopicView',
          ConsumerGroup: '../modules/group/group-view.ts#GroupView',
          ConsumerGroupMember: '../modules/group/group-view.ts#MemberView',
          StreamsApplication: '../modules/streams/application-view.ts#ApplicationView',
          StreamsInstance: '../modules/streams/instance-view.ts#InstanceView',
          StreamsTask: '../modules/streams/instance-view.ts#TaskView',
          StreamsError: '../modules/streams/error-view.ts#ErrorView',
          StreamsTable: '../modules/streams/table-view.ts#TableView',
          TableEntry: '../modules/streams/table-entry-view.ts#TableEntryView',
          TableChange: '../modules/streams/table-change-view.ts#TableChangeView',
          Record: '../modules/record/record-view.ts#RecordView',
        },
        contextType: '../execution/context.ts#Context',
        scalars: {
          ID: { input: 'string', output: 'string | number' },
          Offset: 'number',
          Long: 'number',
          DateTime: { input: 'number', output: 'number | Date' },
          JSON: 'unknown',
          Base64: { input: 'string', output: 'Uint8Array' },
        },
      },
    },
  },
};

export default config;
