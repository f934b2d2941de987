/** Members may have one client id in common: the end of the id tells them apart. */
export const memberSuffix = (id: string): string => id.slice(-6);
