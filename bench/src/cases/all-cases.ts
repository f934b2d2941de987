import type { BenchCase } from '../case.ts';
import { append } from './append.ts';
import { fetch } from './fetch.ts';
import { single } from './single.ts';

/** In the order they run and are printed in. */
export const allCases: readonly BenchCase[] = [append, single, fetch];
