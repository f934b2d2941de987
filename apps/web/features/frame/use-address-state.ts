import { useSearchParams } from 'next/navigation';

type Changes = { readonly [name: string]: string | null };

/**
 * State that lives in the address, so that a link shows what its sender saw. null takes a parameter away. "push" makes
 * the change one that the browser's Back undoes. The page is not asked of the server again.
 */
export function useAddressState(): [URLSearchParams, (changes: Changes, history?: 'push' | 'replace') => void] {
  const parameters = useSearchParams();
  const change = (changes: Changes, history: 'push' | 'replace' = 'replace') => {
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) next.delete(name);
      else next.set(name, value);
    }
    const text = next.toString();
    const address = text ? `?${text}` : window.location.pathname;
    if (history === 'push') window.history.pushState(null, '', address);
    else window.history.replaceState(null, '', address);
  };
  return [parameters, change];
}
