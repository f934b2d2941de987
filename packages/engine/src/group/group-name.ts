import { MillraceError } from '@millrace/core';

const legal = /^[a-zA-Z0-9._-]{1,249}$/;

/** Throws INVALID_GROUP_ID. */
export function assertGroupName(name: string): void {
  if (legal.test(name)) return;
  throw new MillraceError(
    'INVALID_GROUP_ID',
    `"${name.slice(0, 249)}" is not a legal name of a group: it takes 1 to 249 of a-z, A-Z, 0-9, dot, underscore and hyphen.`,
  );
}
