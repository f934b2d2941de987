import { MillraceError } from '@millrace/core';

const shown = (name: string) => `"${name.slice(0, 249)}"`;

export function groupNotFound(name: string): MillraceError {
  return new MillraceError(
    'GROUP_NOT_FOUND',
    `There is no consumer group ${shown(name)}. Its first member makes it, or a reset of its offsets; or check the name.`,
  );
}

/** `advice`: what to do so that the call succeeds. */
export function groupNotEmpty(name: string, memberCount: number, advice: string): MillraceError {
  const members = memberCount === 1 ? 'a member' : `${memberCount} members`;
  return new MillraceError('GROUP_NOT_EMPTY', `Consumer group ${shown(name)} has ${members}: ${advice}`, {
    details: { group: name, memberCount },
  });
}

export function unknownMember(group: string, memberId: string): MillraceError {
  return new MillraceError(
    'UNKNOWN_MEMBER',
    `Consumer group ${shown(group)} has no member ${memberId.slice(0, 249)}: it left, or its session ended. Consume again to get a new member.`,
    { details: { group, memberId } },
  );
}
