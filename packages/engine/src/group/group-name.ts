import { MillraceError } from '@millrace/core';

const legal = /^[a-zA-Z0-9._-]{1,249}$/;

/** Whether a group may have this name; one that may not need not be looked up. */
export function isGroupName(name: string): boolean {
  return legal.test(name) && name !== '.' && name !== '..';
}

/** Throws INVALID_GROUP_ID. */
export function assertGroupName(name: string): void {
  if (isGroupName(name)) return;
  throw new MillraceError(
    'INVALID_GROUP_ID',
    `"${name.slice(0, 249)}" is not a legal name of a group: it takes 1 to 249 of a-z, A-Z, 0-9, dot, underscore and hyphen, and is neither . nor ..`,
  );
}
