// GraphiQL as the browser runs it; build.mjs bundles it with its workers and styles into dist/graphiql.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
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
const fetcher = createGraphiQLFetcher({
  url: '/graphql',
  subscriptionUrl: `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/graphql`,
});

createRoot(document.getElementById('graphiql')).render(
  createElement(GraphiQL, { fetcher, defaultQuery, defaultEditorToolsVisibility: false }),
);
