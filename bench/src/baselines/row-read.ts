import type pg from 'pg';

interface Row {
  readonly offset: string;
  readonly key: Buffer;
  readonly value: Buffer;
}

const pageRows = 5_000;

const readPage = {
  name: 'bench_read',
  text: `select "offset", append_time, key, value from bench_rows where "offset" > $1 order by "offset" limit ${pageRows}`,
};

/** Reads the whole table in order, page by page behind the last key, and looks at every key and value. */
export async function readRows(client: pg.Client): Promise<{ records: number; bytes: number }> {
  let records = 0;
  let bytes = 0;
  for (let after = '0'; ; ) {
    const { rows } = await client.query<Row>({ ...readPage, values: [after] });
    const last = rows.at(-1);
    if (!last) return { records, bytes };
    for (const row of rows) bytes += row.key.length + row.value.length;
    records += rows.length;
    after = last.offset;
  }
}
