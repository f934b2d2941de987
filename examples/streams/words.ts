// The word count: lines in, how often each word has come out.
import { deepEqual } from 'node:assert/strict';
import { countRecords, createStreams, flatMapValues, groupByKey, to, toStream, toTable } from '@millrace/streams-rx';
import { Example } from './example.ts';

const example = await Example.open('word-count', ['lines', 'words']);
const app = createStreams({ applicationId: 'word-count', engine: example.engine });

app.stream<string | null, string>('lines').pipe(
  flatMapValues((line) => line.toLowerCase().match(/\p{L}+/gu) ?? []),
  groupByKey(({ value: word }) => word),
  countRecords(),
  toTable('words'),
  toStream(),
  to('words'),
);

await app.start();

const lines = [
  'Row, row, row your boat,',
  'gently down the stream.',
  'Merrily, merrily, merrily, merrily,',
  'life is but a dream.',
];
await example.produce(
  'lines',
  lines.map((value) => ({ key: null, value })),
);
await example.processed(app);

const words = await example.latest<number>('words');
const once = Object.fromEntries(
  ['your', 'boat', 'gently', 'down', 'the', 'stream', 'life', 'is', 'but', 'a', 'dream'].map((word) => [word, 1]),
);
deepEqual(words, { row: 3, merrily: 4, ...once });
console.log(`merrily ${words.merrily}, row ${words.row}, and ${Object.keys(once).length} words once`);

await app.stop();
await example.close();
