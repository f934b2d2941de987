import { createContext, use } from 'react';
import type { ApplicationChangedSubscription } from '../../generated/graphql.ts';

type LiveApplication = ApplicationChangedSubscription['streamsApplicationChanged'];

/** The application of a page's frame, as it was told last; undefined until it is. */
export const ProcessorContext = createContext<LiveApplication | undefined>(undefined);

export const useApplication = (): LiveApplication | undefined => use(ProcessorContext);
