import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { Logger } from '@millrace/core';
import { type GraphQLError, type GraphQLFormattedError, type GraphQLSchema, parse } from 'graphql';
import type { Context } from '../execution/context.ts';
import { presentError } from '../execution/errors.ts';
import type { Executor } from '../execution/executor.ts';
import type { Preparation } from '../execution/prepare.ts';

/** Stands in for a text that did not parse, so that Apollo goes on to where our answer is. */
const placeholder = parse('{ __typename }');

/**
 * Apollo Server as what speaks GraphQL over HTTP: methods, media types, CSRF prevention, status codes. What is done with an
 * operation is the executor's: the document comes prepared, so that Apollo neither parses nor validates it, and the answer
 * replaces Apollo's execution. (Its plugins and limits would not hold on WebSockets.)
 */
export function makeApollo(schema: GraphQLSchema, executor: Executor, logger: Logger): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    plugins: [delegateTo(executor), ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled()],
    csrfPrevention: true,
    introspection: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    documentStore: null,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    logger: {
      debug: (message) => logger.debug({}, String(message)),
      info: (message) => logger.info({}, String(message)),
      warn: (message) => logger.warn({}, String(message)),
      error: (message) => logger.error({}, String(message)),
    },
    formatError: (formatted, error) => present(formatted, error, logger),
  });
}

function delegateTo(executor: Executor): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      let preparation: Preparation;
      return {
        async didResolveSource(requestContext) {
          preparation = executor.prepare(requestContext.source, requestContext.request.operationName);
          (requestContext as { document?: unknown }).document = preparation.document ?? placeholder;
        },
        async responseForOperation({ request, contextValue }) {
          const result = await executor.execute(preparation, request.variables, contextValue);
          return {
            http: {
              headers: new HeaderMap(),
              ...(result.data === undefined ? { status: statusOf(result.errors) } : {}),
            },
            body: { kind: 'single', singleResult: result as never },
          };
        },
      };
    },
  };
}

/** Of a request that was not executed. */
function statusOf(errors: readonly GraphQLError[] | undefined): number {
  switch (errors?.[0]?.extensions.code) {
    case 'INTERNAL':
      return 500;
    case 'FORBIDDEN':
      return 403;
    default:
      return 400;
  }
}

/** Apollo's own refusals in the words of this API; what it calls an internal error is masked like any other. */
function present(formatted: GraphQLFormattedError, error: unknown, logger: Logger): GraphQLFormattedError {
  const code = formatted.extensions?.code;
  if (code === 'INTERNAL_SERVER_ERROR')
    return presentError(new Error('Apollo failed', { cause: error }), logger).toJSON();
  return {
    ...formatted,
    extensions: { retriable: false, ...formatted.extensions, code: code === 'BAD_REQUEST' ? 'INVALID_INPUT' : code },
  };
}
