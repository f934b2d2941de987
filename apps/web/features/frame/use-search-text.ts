import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

const searchDelayMs = 200;

interface Draft {
  /** What was searched for when this was typed. */
  readonly of: string;
  readonly text: string;
  /** Typed, and not yet searched for. */
  readonly pending: boolean;
  /** What was asked for last, until the address says it. */
  readonly asked: string | null;
}

/**
 * The text of a field that searches while one types: `onSearch` gets it when nothing was typed for a moment, or by
 * `flush`. It follows `searched`, what the address says, but not where that only arrives behind the typing.
 */
export function useSearchText(searched: string, onSearch: (text: string) => void) {
  const [draft, setDraft] = useState<Draft>({ of: searched, text: searched, pending: false, asked: null });
  // The address may change under the field: by Back, or by a link.
  if (draft.of !== searched) {
    const own = draft.pending || draft.asked === searched;
    setDraft({ ...draft, of: searched, text: own ? draft.text : searched, asked: null });
  }
  const search = useDebouncedCallback((text: string) => {
    setDraft((last) => ({ ...last, pending: false, asked: text }));
    onSearch(text);
  }, searchDelayMs);
  return {
    text: draft.text,
    type: (text: string) => {
      setDraft((last) => ({ ...last, text, pending: true }));
      search(text);
    },
    flush: () => search.flush(),
  };
}
