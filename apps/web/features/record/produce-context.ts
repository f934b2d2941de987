import { createContext, use } from 'react';
import type { RecordData } from './record-text.ts';

/** Opens the form for producing to the topic of the page, filled in with what a record holds if one is given. */
export const ProduceContext = createContext<(like?: RecordData) => void>(() => {});

export const useProduce = (): ((like?: RecordData) => void) => use(ProduceContext);
