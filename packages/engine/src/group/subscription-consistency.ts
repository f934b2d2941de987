import { MillraceError } from '@millrace/core';
import type { GroupState, MemberState, SubscribableTopic, Subscription } from './group-state.ts';
import { subscribesTo, subscriptionKey, unitOfTopic } from './subscription.ts';
import { compilePattern } from './topic-pattern.ts';

const unitName = /^[a-zA-Z0-9._-]{1,249}$/;

/** What can be told of a subscription by itself. INVALID_INPUT, INVALID_PATTERN. */
export function assertSubscription(subscription: Subscription): void {
  if ('pattern' in subscription) compilePattern(subscription.pattern);
  else if (subscription.topics.length === 0) throw invalid('Name at least one topic to read, or give a topic pattern.');
  const names = new Set<string>();
  const taken = new Set<string>();
  for (const { name, topics } of subscription.units ?? []) {
    if (!unitName.test(name)) {
      throw invalid(
        `"${name.slice(0, 249)}" cannot name a unit: it takes 1 to 249 of a-z, A-Z, 0-9, dot, underscore and hyphen.`,
      );
    }
    if (names.has(name)) throw invalid(`Two units are named "${name}": name each differently.`);
    names.add(name);
    if (topics.length === 0)
      throw invalid(`Unit "${name}" has no topics: name those whose partitions belong together.`);
    for (const topic of topics) {
      if (taken.has(topic)) throw invalid(`Topic "${topic}" is named twice in the units: it belongs to one.`);
      taken.add(topic);
      if (!subscribesTo(subscription, topic)) {
        throw invalid(
          `Unit "${name}" has topic "${topic}", which is not subscribed to: subscribe to it or take it out.`,
        );
      }
    }
  }
  const clashing = clash(subscription, subscription);
  if (clashing !== undefined) throw invalid(`${clashing}.`);
}

/**
 * Refuses a member that groups partitions into units differently from those that are there (G6), also where the topics in question are
 * still to be made: INCONSISTENT_GROUP. Call it before JOINED and SUBSCRIBED. INVALID_INPUT and INVALID_PATTERN as
 * `assertSubscription`.
 */
export function assertConsistent(
  state: Pick<GroupState, 'members'>,
  member: Pick<MemberState, 'id' | 'instanceId' | 'subscription'>,
  topics: readonly SubscribableTopic[],
): void {
  assertSubscription(member.subscription);
  const others = new Map<string, Subscription>();
  for (const other of state.members.values()) {
    const former = other.id === member.id || (other.instanceId !== null && other.instanceId === member.instanceId);
    if (!former) others.set(subscriptionKey(other.subscription), other.subscription);
  }
  others.delete(subscriptionKey(member.subscription));
  if (others.size === 0) return;
  const internal = new Set(topics.flatMap((topic) => (topic.internal ? [topic.name] : [])));
  for (const other of others.values()) assertAgree(member.subscription, other, internal);
}

function assertAgree(mine: Subscription, theirs: Subscription, internal: ReadonlySet<string>): void {
  for (const unit of mine.units ?? []) {
    const same = theirs.units?.find(({ name }) => name === unit.name);
    if (same !== undefined && !sameNames(unit.topics, same.topics)) {
      throw inconsistent(
        `Unit "${unit.name}" has the topics ${list(unit.topics)} here and ${list(same.topics)} for other members: give it the same topics everywhere, or another name`,
      );
    }
  }
  const grouped = [mine, theirs].flatMap(({ units }) => (units ?? []).flatMap((unit) => unit.topics));
  for (const topic of new Set(grouped)) {
    if (!reads(mine, topic, internal) || !reads(theirs, topic, internal)) continue;
    const [here, there] = [unitOfTopic(mine, topic)?.name, unitOfTopic(theirs, topic)?.name];
    if (here === there) continue;
    throw inconsistent(
      `Topic "${topic}" is ${inUnit(here)} here and ${inUnit(there)} for other members: give all members the same units`,
    );
  }
  const clashing = clash(mine, theirs) ?? clash(theirs, mine);
  if (clashing !== undefined) throw inconsistent(clashing);
}

/** A unit named like a topic that is read by itself would have the keys of that topic's partitions. */
function clash(naming: Subscription, reading: Subscription): string | undefined {
  const unit = naming.units?.find(
    ({ name, topics }) =>
      !topics.includes(name) && subscribesTo(reading, name) && unitOfTopic(reading, name) === undefined,
  );
  return (
    unit &&
    `Unit "${unit.name}" is named like a topic that would be read by itself: name it otherwise, for example like one of its topics`
  );
}

/** Internal topics are only read by those that name them. */
function reads(subscription: Subscription, topic: string, internal: ReadonlySet<string>): boolean {
  if (!subscribesTo(subscription, topic)) return false;
  return 'topics' in subscription || !internal.has(topic) || unitOfTopic(subscription, topic) !== undefined;
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}

function inUnit(name: string | undefined): string {
  return name === undefined ? 'by itself' : `in unit "${name}"`;
}

function invalid(message: string): MillraceError {
  return new MillraceError('INVALID_INPUT', message);
}

function inconsistent(message: string): MillraceError {
  return new MillraceError('INCONSISTENT_GROUP', `${message}; or use another group.`);
}
