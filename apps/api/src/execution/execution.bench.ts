import type { RecordBatch } from '@millrace/engine';
import { execute, getVariableValues, parse } from 'graphql';
import { bench, describe } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { encodeRecords } from '../modules/record/encode-record.ts';
import { TailBatch } from '../modules/record/tail-batch.ts';
import { buildSchema } from '../schema.ts';
import { type PreparedOperation, Preparer } from './prepare.ts';

// What decision 0004 rests on, for 500 records a call: NODE_ENV=production npx vitest bench --run --project node apps/api

const count = 500;
const formats = { keyFormat: 'STRING', valueFormat: 'JSON' } as const;
const record = (i: number) => ({
  key: `key-${100_000 + i}`,
  value: {
    id: i,
    name: `name-${Math.random()}`,
    airport: 'SFO',
    delay: i % 77,
    note: 'abcdefghijklmnopqrstuvwxyz012345',
  },
});
const texts = Array.from({ length: count }, (_, i) => JSON.stringify(record(i).value));
/** What a selection of offset, key, value and timestamp reads. */
const batch = {
  topic: 't',
  partition: 0,
  count,
  nextOffset: count,
  logEpoch: 0,
  highWatermark: count,
  offset: (i: number) => i,
  timestamp: (i: number) => 1_700_000_000_000 + i,
  keyText: (i: number) => `key-${i}`,
  valueText: (i: number) => texts[i] as string,
} as unknown as RecordBatch;

const schema = buildSchema();
const preparer = new Preparer(schema, defaultLimits);

function prepare(text: string): PreparedOperation {
  const preparation = preparer.prepare(text);
  if (preparation.errors) throw new Error('The operation of the benchmark is not valid.');
  return preparation.prepared;
}

describe('the payload of a tail', () => {
  const text = 'subscription { tail(topics: ["t"]) { partition nextOffset records { offset key value timestamp } } }';
  const document = parse(text);
  const { run } = prepare(text);
  const event = () => new TailBatch(batch, [batch], formats);
  bench('graphql-js, JSON.stringify', () => {
    JSON.stringify(execute({ schema, document, rootValue: event(), contextValue: {} }));
  });
  bench('graphql-jit, JSON.stringify', () => {
    JSON.stringify(run(event(), {}, {}));
  });
});

describe('the variables of a produce', () => {
  const prepared = prepare('mutation ($input: ProduceInput!) { produce(input: $input) { batches { count } } }');
  const variables = { input: { topic: 't', records: Array.from({ length: count }, (_, i) => record(i)) } };
  const { variableDefinitions = [] } = prepared.operation;
  bench('graphql-js', () => {
    getVariableValues(schema, variableDefinitions, variables);
  });
  bench('compiled coercion', () => {
    prepared.coerceVariables(variables);
  });
  bench('encoding to bytes', () => {
    encodeRecords(variables.input.records, formats);
  });
});
