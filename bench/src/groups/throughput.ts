import type { BenchContext } from '../case.ts';
import { Slices } from '../data/record-pool.ts';
import { type ConsumePayload, commitOffsets, consume, type TailPayload, tail } from '../graphql/operations.ts';
import { SocketCaller } from '../graphql/socket-caller.ts';
import { compare } from '../measure/compare.ts';
import type { Result } from '../measure/result.ts';
import type { Run } from '../measure/run.ts';
import { withApi } from '../servers/api.ts';
import { withEngine, withTopics } from '../servers/engine.ts';

const records = 1_000_000;
const rounds = 3;
const partitionCount = 6;
const maxRecords = 1_000;
const callSize = 1_000;

/** Reads the backlog; `start` subscribes and calls back with the number of records of each message. */
async function readBacklog(
  socketUrl: string,
  start: (socket: SocketCaller, onRecords: (count: number) => void, onEnd: (error: Error) => void) => void,
): Promise<Run> {
  const socket = await SocketCaller.open(socketUrl);
  try {
    const began = performance.now();
    await new Promise<void>((resolve, reject) => {
      let count = 0;
      start(
        socket,
        (more) => {
          count += more;
          if (count >= records) resolve();
        },
        reject,
      );
    });
    return { records, seconds: (performance.now() - began) / 1000, p50Ms: null, p99Ms: null };
  } finally {
    await socket.close();
  }
}

const ids = (values: readonly { readonly value: { readonly id: number } }[]) =>
  values.reduce((found, { value }) => found + (value.id > 0 ? 1 : 0), 0);

let groupsMade = 0;

/** One member of a new group over a socket, which commits every batch and does not wait for the answer. */
function readAsMember(socketUrl: string, topic: string): Promise<Run> {
  const group = `${topic}-throughput-${groupsMade++}`;
  return readBacklog(socketUrl, (socket, onRecords, onEnd) => {
    let member = { memberId: '', generation: 0 };
    socket.subscribe<ConsumePayload<{ id: number }>>(
      consume(group, topic, maxRecords),
      ({ consume: event }) => {
        if (event.__typename === 'Assignment') {
          const { memberId, generation } = event;
          member = { memberId, generation };
        } else if (event.__typename === 'RecordBatch') {
          onRecords(ids(event.records));
          const { partition, nextOffset } = event;
          socket.call(commitOffsets({ group, ...member, offsets: [{ topic, partition, nextOffset }] })).catch(onEnd);
        }
      },
      onEnd,
    );
  });
}

function readAsTail(socketUrl: string, topic: string): Promise<Run> {
  return readBacklog(socketUrl, (socket, onRecords, onEnd) => {
    const operation = tail(topic, 'EARLIEST', maxRecords);
    socket.subscribe<TailPayload<{ id: number }>>(operation, (data) => onRecords(ids(data.tail.records)), onEnd);
  });
}

/** A backlog through GraphQL, by `tail` and by a group's member. */
export function measureThroughput(context: BenchContext): Promise<readonly Result[]> {
  context.progress(`writing ${records} records to read`);
  return withEngine(context.postgres, (engine) =>
    withTopics(engine, { partitionCount }, async ([name]) => {
      const topic = name as string;
      const slices = new Slices(context.records, callSize);
      for (let written = 0; written < records; written += callSize) {
        await engine.append({ topic, records: slices.next() });
      }
      return withApi(context.postgres, {}, ({ socketUrl }) =>
        compare(
          context,
          [
            { name: 'a backlog by tail', run: () => readAsTail(socketUrl, topic) },
            {
              name: 'the same by a member that commits every batch',
              to: 'a backlog by tail',
              options: { minRatio: 0.9 },
              run: () => readAsMember(socketUrl, topic),
            },
          ],
          rounds,
        ),
      );
    }),
  );
}
