import type { ClientBase } from 'pg';

/** Topics that get their partitions' starts in one transaction: their locks live in shared memory. */
const topicsPerStep = 100;

export interface RaiseLogEpochInput {
  /** Raises it although nothing says that it has to be. */
  readonly byHand: boolean;
  /** For people. */
  readonly reason: string;
  /** The highest epoch that was seen: the new one is higher. */
  readonly known: number;
}

/**
 * Raises the log's epoch and takes note of where every partition ends; gives the epoch as it is then. Nothing is appended meanwhile.
 * Several nodes may do it at once: it is raised once, and each takes up what another has left. In transactions of its own on the
 * session, of which none must be open.
 */
export async function raiseLogEpoch(client: ClientBase, input: RaiseLogEpochInput): Promise<number> {
  for (let { byHand } = input; ; byHand = false) {
    const { epoch, done } = await step(client, { ...input, byHand });
    if (done) return epoch;
  }
}

async function step(client: ClientBase, input: RaiseLogEpochInput): Promise<{ epoch: number; done: boolean }> {
  const { byHand, reason, known } = input;
  try {
    await client.query('begin isolation level read committed');
    const { rows } = await client.query<{ epoch: number; done: boolean }>(
      'select * from millrace.raise_log_epoch($1, $2, $3, $4)',
      [byHand, reason, known, topicsPerStep],
    );
    await client.query('commit');
    return rows[0] as { epoch: number; done: boolean };
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
