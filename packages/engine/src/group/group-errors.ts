import { MillraceError } from '@millrace/core';

/** How many members a message names. */
const shownMembers = 3;

const shown = (name: string) => `"${name.slice(0, 249)}"`;

export function groupNotFound(name: string): MillraceError {
  return new MillraceError(
    'GROUP_NOT_FOUND',
    `There is no consumer group ${shown(name)}. Its first member makes it, or a reset of its offsets; or check the name.`,
  );
}

/** `advice`: what to do so that the call succeeds. */
export function groupNotEmpty(
  name: string,
  members: readonly { readonly id: string; readonly clientId: string }[],
  advice: string,
): MillraceError {
  const first = members.slice(0, shownMembers).map(({ id, clientId }) => `${clientId.slice(0, 100)} (${id})`);
  const more = members.length > shownMembers ? ` and ${members.length - shownMembers} more` : '';
  const count = members.length === 1 ? '1 member' : `${members.length} members`;
  return new MillraceError(
    'GROUP_NOT_EMPTY',
    `Consumer group ${shown(name)} has ${count}, ${first.join(', ')}${more}: ${advice}`,
    { details: { group: name, memberCount: members.length } },
  );
}

export function unknownMember(group: string, memberId: string): MillraceError {
  return new MillraceError(
    'UNKNOWN_MEMBER',
    `Consumer group ${shown(group)} has no member ${memberId.slice(0, 249)}: it left, or its session ended. Consume again to get a new member.`,
    { details: { group, memberId } },
  );
}
