import { MillraceError } from '@millrace/core';
import { type Database, sqlState, translatePostgresError } from '@millrace/database';
import type { Client } from 'pg';
import { checkBounds } from './check-bounds.ts';
import { checkCommittedOffsets } from './check-committed-offsets.ts';
import { checkEpochs } from './check-epochs.ts';
import { checkIndexes } from './check-indexes.ts';
import { checkOffsetTables } from './check-offset-tables.ts';
import { checkOutbox } from './check-outbox.ts';
import { checkProducers } from './check-producers.ts';
import { checkSegment } from './check-segment.ts';
import { checkSequences } from './check-sequences.ts';
import { checkStateTables } from './check-state-tables.ts';
import { checkTables } from './check-tables.ts';
import { checkTopics } from './check-topics.ts';
import type { Finding } from './finding.ts';
import { Findings } from './findings.ts';
import type { CheckScope } from './scope.ts';

/** How far the checker is. */
export interface VerifyProgress {
  /** Segments that were there when it began; how many of them are done. */
  readonly segments: number;
  readonly segmentsDone: number;
  readonly batches: number;
  readonly records: number;
  readonly bytes: number;
}

export interface VerifyOptions {
  readonly database: Pick<Database, 'connect'>;
  /** Names of the topics to look at. Default: all, and what belongs to none. TOPIC_NOT_FOUND. */
  readonly topics?: readonly string[] | undefined;
  /** As they are found. */
  readonly onFinding?: ((finding: Finding) => void) | undefined;
  /** After every piece of a segment, of which there are several a second. */
  readonly onProgress?: ((progress: VerifyProgress) => void) | undefined;
  /** Ends it with its reason behind the piece that is under way. */
  readonly signal?: AbortSignal | undefined;
}

export interface VerifyReport extends VerifyProgress {
  readonly findings: readonly Finding[];
}

/** Everything but the rows of segments. In the order in which an operator wants to hear of it. */
const checks = [checkTopics, checkTables, checkIndexes, checkBounds, checkSequences, checkEpochs, checkOffsetTables];

/** It reads, it holds nothing for longer than a piece, and it may be as slow as the machine is busy. */
const sessionSettings = {
  application_name: 'millrace verify',
  statement_timeout: 0,
  idle_in_transaction_session_timeout: '60s',
};

const segmentsSql = `
select s.id from millrace.segments s
where $1::integer[] is null or s.topic_id = any ($1)
order by s.topic_id, s.id`;

async function findTopics(session: Client, names: readonly string[]): Promise<number[]> {
  const { rows } = await session.query<{ id: number; name: string }>(
    'select id, name from millrace.topics where name = any ($1)',
    [names],
  );
  const missing = names.find((name) => !rows.some((row) => row.name === name));
  if (missing !== undefined) {
    throw new MillraceError(
      'TOPIC_NOT_FOUND',
      `There is no topic "${missing}" in this database. Check its name, and DATABASE_URL; without a name all topics are looked at.`,
    );
  }
  return rows.map(({ id }) => id);
}

/** What Postgres says when this release's tables are not there, or may not be read. */
function cannotLook(error: unknown): unknown {
  const state = sqlState(error);
  if (state === '42P01' || state === '42703' || state === '3F000' || state === '42883') {
    return new MillraceError(
      'INVALID_SETTINGS',
      `The database has not the tables of this release: start it once (npm start), which brings them up to date. (${(error as Error).message})`,
      { cause: error },
    );
  }
  if (state === '42501') {
    return new MillraceError(
      'INVALID_SETTINGS',
      `The user of the database may not read what is to be checked: use the one that Millrace runs as. (${(error as Error).message})`,
      { cause: error },
    );
  }
  return translatePostgresError(error);
}

/**
 * Looks whether the log agrees with itself: the catalogue, the tables, every batch row with its checksum, committed offsets. Beside
 * a running platform it finds nothing that is merely under way, and it keeps no table from being dropped for longer than the tenth
 * of a second that a piece takes. It changes nothing. POSTGRES_UNAVAILABLE, TOPIC_NOT_FOUND, INVALID_SETTINGS.
 */
export async function verify(options: VerifyOptions): Promise<VerifyReport> {
  const { database, topics, onFinding = () => {}, onProgress = () => {}, signal } = options;
  const findings = new Findings(onFinding);
  const progress = { segments: 0, segmentsDone: 0, batches: 0, records: 0, bytes: 0 };
  const session = await database.connect(sessionSettings);
  try {
    const topicIds = topics && (await findTopics(session, topics));
    const scope: CheckScope = { session, findings, topicIds: topicIds ?? null };
    for (const check of checks) {
      signal?.throwIfAborted();
      await check(scope);
    }
    const segments = await session.query<{ id: number }>(segmentsSql, [scope.topicIds]);
    progress.segments = segments.rows.length;
    for (const { id } of segments.rows) {
      const found = await checkSegment({
        session,
        segmentId: id,
        signal,
        onPiece: ({ rows, records, bytes }) => {
          progress.batches += rows;
          progress.records += records;
          progress.bytes += bytes;
          onProgress({ ...progress });
        },
      });
      for (const each of found) findings.add(each);
      progress.segmentsDone += 1;
      onProgress({ ...progress });
    }
    await checkCommittedOffsets(scope);
    await checkProducers(scope);
    await checkOutbox(scope);
    await checkStateTables(scope);
    findings.finish();
    return { ...progress, findings: findings.all };
  } catch (error) {
    throw signal?.aborted ? signal.reason : cannotLook(error);
  } finally {
    await session.end().catch(() => {});
  }
}
