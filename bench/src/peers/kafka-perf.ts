import { writeFile } from 'node:fs/promises';
import type { BenchRecord } from '../data/record-pool.ts';
import type { Run } from '../measure/run.ts';
import type { KafkaBroker } from './kafka-broker.ts';

/** Writes the values as lines, which kafka-producer-perf-test picks its records from. It sends no keys. */
export async function writePayloadFile(path: string, records: readonly BenchRecord[]): Promise<void> {
  await writeFile(path, records.map((record) => record.value.toString('latin1')).join('\n'));
}

export interface ProducerPerf {
  readonly topic: string;
  readonly records: number;
  readonly payloadFile: string;
  readonly properties: readonly string[];
}

/**
 * kafka-producer-perf-test: one Java producer as fast as it can. Its last line has the totals; starting the machine
 * that runs it is not in them.
 */
export async function producerPerf(broker: KafkaBroker, options: ProducerPerf): Promise<Run> {
  const output = await broker.runTool('org.apache.kafka.tools.ProducerPerformance', [
    ...['--topic', options.topic, '--num-records', String(options.records), '--throughput', '-1'],
    ...['--payload-file', options.payloadFile],
    ...['--producer-props', `bootstrap.servers=${broker.bootstrapServers}`, ...options.properties],
  ]);
  const total = output.match(
    /^(\d+) records sent, ([\d.]+) records\/sec .* ([\d.]+) ms 50th, .* ([\d.]+) ms 99th, .*99\.9th/m,
  );
  if (!total) throw new Error(`kafka-producer-perf-test said something else:\n${output.slice(-500)}`);
  const records = Number(total[1]);
  return { records, seconds: records / Number(total[2]), p50Ms: Number(total[3]), p99Ms: Number(total[4]) };
}

/** kafka-consumer-perf-test: one Java consumer of the whole topic. Its rate is that of fetching, without joining a group. */
export async function consumerPerf(broker: KafkaBroker, topic: string, records: number): Promise<Run> {
  const output = await broker.runTool('org.apache.kafka.tools.ConsumerPerformance', [
    ...['--bootstrap-server', broker.bootstrapServers, '--topic', topic],
    ...['--messages', String(records), '--timeout', '60000'],
  ]);
  const lines = output.split('\n').map((line) => line.split(',').map((cell) => cell.trim()));
  const header = lines.find((cells) => cells[0] === 'start.time');
  const figures = lines.find((cells) => cells.length === header?.length && /^\d/.test(cells[0] ?? ''));
  const column = (name: string) => Number(figures?.[header?.indexOf(name) ?? -1]);
  const consumed = column('data.consumed.in.nMsg');
  const seconds = column('fetch.time.ms') / 1000;
  if (!(consumed >= records) || !(seconds > 0)) {
    throw new Error(`kafka-consumer-perf-test said something else:\n${output.slice(-500)}`);
  }
  return { records: consumed, seconds, p50Ms: null, p99Ms: null };
}
