import type { SubscribableTopic, Subscription, UnitOfTopics } from './group-state.ts';
import { compilePattern, patternMatches } from './topic-pattern.ts';

/**
 * The topics there are that a subscription means. Internal topics are never meant by a pattern, only by name, in `topics` or
 * in `units`. INVALID_PATTERN.
 */
export function subscribedTopics(
  subscription: Subscription,
  topics: readonly SubscribableTopic[],
): readonly SubscribableTopic[] {
  if ('topics' in subscription) {
    const names = new Set(subscription.topics);
    return topics.filter((topic) => names.has(topic.name));
  }
  const pattern = compilePattern(subscription.pattern);
  const named = new Set(subscription.units?.flatMap((unit) => unit.topics));
  return topics.filter((topic) => (!topic.internal || named.has(topic.name)) && pattern.matches(topic.name));
}

/** Whether a topic of this name would be meant, whether or not there is one. INVALID_PATTERN. */
export function subscribesTo(subscription: Subscription, topic: string): boolean {
  return 'topics' in subscription ? subscription.topics.includes(topic) : patternMatches(subscription.pattern, topic);
}

/** The unit that a topic is in; undefined: its partitions are units by themselves. */
export function unitOfTopic(subscription: Subscription, topic: string): UnitOfTopics | undefined {
  return subscription.units?.find((unit) => unit.topics.includes(topic));
}

/** Worked out once for each: all members' are asked for whenever one joins. */
const keys = new WeakMap<Subscription, string>();

/** The same text for subscriptions that mean the same, whatever the order their topics and units are in. */
export function subscriptionKey(subscription: Subscription): string {
  let key = keys.get(subscription);
  if (key === undefined) {
    key = makeKey(subscription);
    keys.set(subscription, key);
  }
  return key;
}

function makeKey(subscription: Subscription): string {
  const units = [...(subscription.units ?? [])].map((unit) => [unit.name, ...sorted(unit.topics)]);
  return JSON.stringify([
    'topics' in subscription ? sorted(subscription.topics) : subscription.pattern,
    units.sort((a, b) => (a[0]! < b[0]! ? -1 : 1)),
  ]);
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
