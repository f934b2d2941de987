import type { ResetTarget } from '../../generated/graphql.ts';
import { fromInputValue } from '../quantity/time.ts';

export const resetKinds = [
  { value: 'earliest', label: 'Earliest', description: 'Reads everything there is, from the start of the log.' },
  { value: 'latest', label: 'Latest', description: 'Reads only what is produced from now on.' },
  { value: 'offset', label: 'Offset', description: 'The next to read in each of the partitions, within its log.' },
  { value: 'time', label: 'Time', description: 'The first record of each partition with that time or a later one.' },
  {
    value: 'shift',
    label: 'Shift by',
    description: 'Records forward from what is committed; a negative number goes back.',
  },
  {
    value: 'group',
    label: 'Another group',
    description: 'Wherever that group is; partitions it has not read stay as they are.',
  },
] as const;

export type ResetKind = (typeof resetKinds)[number]['value'];

/** What the form holds; only what belongs to its kind counts. */
export interface ResetDraft {
  readonly kind: ResetKind;
  readonly offset: number | null;
  /** As a datetime-local input has it. */
  readonly time: string;
  readonly shift: number | null;
  readonly group: string;
}

export const emptyDraft: ResetDraft = { kind: 'earliest', offset: null, time: '', shift: null, group: '' };

/** Where a draft goes to, or null while it is not filled in. */
export function targetOf(draft: ResetDraft): ResetTarget | null {
  switch (draft.kind) {
    case 'earliest':
      return { edge: 'EARLIEST' };
    case 'latest':
      return { edge: 'LATEST' };
    case 'offset':
      return draft.offset === null ? null : { offset: draft.offset };
    case 'time': {
      const time = fromInputValue(draft.time);
      return time === null ? null : { timestamp: new Date(time).toISOString() };
    }
    case 'shift':
      return draft.shift === null ? null : { shiftBy: draft.shift };
    case 'group': {
      const group = draft.group.trim();
      return group === '' ? null : { group };
    }
  }
}
