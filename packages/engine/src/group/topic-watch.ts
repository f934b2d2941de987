import type { Clock, Logger, Timer } from '@millrace/core';
import type { Pool } from 'pg';
import type { LocalGroup, TopicShape } from './local-group.ts';
import { type NamedTopicShape, readTopicShapes } from './read-topic-shapes.ts';

export interface TopicWatchOptions {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly logger: Logger;
  /** All groups that have members in this node. */
  readonly groups: () => Iterable<LocalGroup>;
  /** The group's members here want to read a topic that may be another one than when the group was last looked at. */
  readonly onTopics: (group: LocalGroup, differs: () => boolean) => void;
}

const retryMs = 500;

/**
 * Finds the groups of this node for which a topic has come, gone or grown (G7). The catalogue's channel also tells of segments that were
 * rolled, many a minute: those cost a statement if anybody here reads the topic, and never a transaction of a group.
 */
export class TopicWatch {
  readonly #options: TopicWatchOptions;
  readonly #changed = new Set<string>();
  #anyChanged = false;
  #looking: Promise<void> | undefined;
  #retry: Timer | undefined;
  #closed = false;

  constructor(options: TopicWatchOptions) {
    this.#options = options;
  }

  /** undefined: any topic may have changed. */
  changed(topic: string | undefined): void {
    if (topic === undefined) this.#anyChanged = true;
    else if (this.#readers(topic).length > 0) this.#changed.add(topic);
    this.#start();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#retry?.cancel();
    await this.#looking;
  }

  #start(): void {
    if (this.#closed || this.#retry) return;
    this.#looking ??= this.#work();
  }

  async #work(): Promise<void> {
    // What changes in the same turn of the event loop goes along.
    await Promise.resolve();
    await this.#lookAtAll();
    this.#looking = undefined;
  }

  async #lookAtAll(): Promise<void> {
    while (!this.#closed && (this.#anyChanged || this.#changed.size > 0)) {
      const any = this.#anyChanged;
      const names = [...this.#changed];
      this.#anyChanged = false;
      this.#changed.clear();
      if (any && [...this.#options.groups()].length === 0) continue;
      try {
        const shapes = await readTopicShapes(this.#options.pool, any ? null : names);
        if (any) this.#compareAll(shapes);
        else for (const name of names) this.#compare(name, shapes.get(name));
      } catch (error) {
        this.#options.logger.debug({ error }, 'Topics of groups could not be looked up; it is tried again');
        this.#anyChanged ||= any;
        for (const name of names) this.#changed.add(name);
        this.#retry = this.#options.clock.schedule(retryMs, () => {
          this.#retry = undefined;
          this.#start();
        });
        return;
      }
    }
  }

  #compareAll(shapes: ReadonlyMap<string, NamedTopicShape>): void {
    const names = new Set(shapes.keys());
    for (const group of this.#options.groups()) for (const name of group.topicsSeen) names.add(name);
    for (const name of names) this.#compare(name, shapes.get(name));
  }

  #compare(name: string, found: NamedTopicShape | undefined): void {
    for (const group of this.#readers(name)) {
      // A pattern does not mean internal topics.
      const shape: TopicShape | undefined = found?.internal && !group.names(name) ? undefined : found;
      // Asked when the group's transaction is over that may be under way: it has perhaps not seen the topic yet.
      this.#options.onTopics(group, () => group.differs(name, shape));
    }
  }

  #readers(topic: string): LocalGroup[] {
    return [...this.#options.groups()].filter((group) => group.reads(topic));
  }
}
