/** Why a name cannot be a topic's, or null when it can. The rule is Kafka's; the API checks it again. */
export function topicNameProblem(name: string): string | null {
  if (name === '') return 'A topic needs a name.';
  if (name === '.' || name === '..') return `"${name}" cannot be a name.`;
  const illegal = [...name].find((character) => !/^[a-zA-Z0-9._-]$/.test(character));
  if (illegal !== undefined) {
    const shown = illegal === ' ' ? 'A space' : `"${illegal}"`;
    return `${shown} is not allowed: only letters a to z, digits, dot, underscore and hyphen are.`;
  }
  if (name.length > 249) return `${name.length} characters: at most 249 are allowed.`;
  return null;
}

export const topicPath = (
  name: string,
  tab?: 'records' | 'partitions' | 'consumers' | 'statistics' | 'configuration',
): string => `/topics/${encodeURIComponent(name)}/${tab ?? 'records'}`;
