import type { BenchCase } from '../case.ts';
import { append } from './append.ts';
import { compaction } from './compaction.ts';
import { fanout } from './fanout.ts';
import { fetch } from './fetch.ts';
import { groups } from './groups.ts';
import { idempotent } from './idempotent.ts';
import { latency } from './latency.ts';
import { lookup } from './lookup.ts';
import { outbox } from './outbox.ts';
import { produce } from './produce.ts';
import { single } from './single.ts';
import { soak } from './soak.ts';
import { streams } from './streams.ts';
import { tail } from './tail.ts';
import { transaction } from './transaction.ts';

/** In the order they run and are printed in. */
export const allCases: readonly BenchCase[] = [
  append,
  single,
  idempotent,
  fetch,
  produce,
  tail,
  latency,
  fanout,
  groups,
  compaction,
  lookup,
  transaction,
  outbox,
  streams,
  soak,
];
