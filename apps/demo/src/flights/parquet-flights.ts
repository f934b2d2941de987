import { asyncBufferFromFile, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { Flight, FlightSource } from './flight.ts';

/** Made at a time out of a row group's columns, so that few flights exist at once. */
const flightsAtATime = 5_000;

type Columns = { readonly [K in keyof Flight]: ArrayLike<unknown> };

function flightAt(columns: Columns, i: number): Flight {
  return {
    date: columns.date[i] as string,
    delay: Number(columns.delay[i]),
    distance: Number(columns.distance[i]),
    origin: columns.origin[i] as string,
    destination: columns.destination[i] as string,
  };
}

/** A Parquet file of flights, read a row group (some 270,000 flights) at a time. */
export async function openParquetFlights(path: string): Promise<FlightSource> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const parsers = {
    timestampFromMicroseconds: (micros: bigint) => new Date(Number(micros / 1000n)).toISOString().slice(0, 19),
  };
  const readGroup = async (rowStart: number, rowEnd: number): Promise<Columns> => {
    const columns: { [name: string]: ArrayLike<unknown> } = {};
    await parquetRead({
      file,
      metadata,
      compressors,
      parsers,
      rowStart,
      rowEnd,
      onChunk({ columnName, columnData, rowStart: first, rowEnd: last }) {
        if (first !== rowStart || last !== rowEnd) throw new Error(`${path}: "${columnName}" is not in one piece.`);
        columns[columnName] = columnData;
      },
    });
    return columns as Columns;
  };
  return {
    count: Number(metadata.num_rows),
    async *read() {
      let start = 0;
      for (const group of metadata.row_groups) {
        const count = Number(group.num_rows);
        const columns = await readGroup(start, start + count);
        for (let at = 0; at < count; at += flightsAtATime) {
          const size = Math.min(flightsAtATime, count - at);
          yield Array.from({ length: size }, (_, i) => flightAt(columns, at + i));
        }
        start += count;
      }
    },
  };
}
