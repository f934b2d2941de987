// GraphiQL as the browser runs it; build.mjs bundles it with its workers and styles into dist/graphiql.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { parse } from 'graphql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const workers = { json: 'json.worker.js', graphql: 'graphql.worker.js' };

globalThis.MonacoEnvironment = {
  getWorker: (_, label) => new Worker(`/graphql/assets/${workers[label] ?? 'editor.worker.js'}`),
};

const defaultQuery = `# Millrace. Ctrl-Enter runs the operation under the cursor.

query Topics {
  topics {
    nodes { name partitionCount recordCount }
  }
}

mutation CreateTopic {
  createTopic(
    input: { name: "greetings", partitionCount: 2 }
  ) {
    topic { id }
  }
}

mutation Produce {
  produce(
    input: {
      topic: "greetings"
      records: [{ key: "a", value: { text: "hello" } }]
    }
  ) {
    records { partition offset timestamp }
  }
}

# Runs until it is stopped, over a WebSocket.
subscription Tail {
  tail(topics: ["greetings"], from: { edge: EARLIEST }) {
    partition
    nextOffset
    records { offset timestamp key value }
  }
}
`;

const { protocol, host } = window.location;
const send = createGraphiQLFetcher({
  url: '/graphql',
  subscriptionUrl: `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/graphql`,
});

/** What GraphiQL knows of the text is of a moment before what was typed last: what it runs is looked at anew. */
function operationOf(query, name) {
  const document = parse(query);
  const operations = document.definitions.filter(({ kind }) => kind === 'OperationDefinition');
  const [operation] = operations.length === 1 ? operations : operations.filter((each) => each.name?.value === name);
  return { document, name: operation?.name?.value };
}

const fetcher = (request, options) => {
  try {
    const { document, name } = operationOf(request.query, request.operationName);
    return send({ ...request, operationName: name }, { ...options, documentAST: document });
  } catch {
    // The server says what is wrong with the text.
    return send(request, options);
  }
};

createRoot(document.getElementById('graphiql')).render(
  createElement(GraphiQL, { fetcher, defaultQuery, defaultEditorToolsVisibility: false }),
);
