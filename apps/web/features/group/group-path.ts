/** A group's page. */
export const groupPath = (id: string): string => `/groups/${encodeURIComponent(id)}`;
