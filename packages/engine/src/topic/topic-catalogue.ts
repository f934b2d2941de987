import { type AnswerSource, translatePostgresError } from '@millrace/database';
import DataLoader from 'dataloader';
import { loadTopics } from './load-topics.ts';
import { isTopicName } from './topic-name.ts';
import { type TopicRow, type TopicState, topicNotFound, topicStateOf } from './topic-state.ts';

/** Topics a node remembers; more than this and the oldest is forgotten. */
const maxTopics = 10_000;
/** Topics read by one statement. */
const maxBatchSize = 1_000;

/**
 * The topics this node works with, as it last saw them. A change tells all nodes (the channel `millrace_catalogue`), and an append
 * with a stale view is refused by its own assertion; so what is remembered may be old, but never does harm.
 */
export class TopicCatalogue {
  /** One statement for all names of a turn; what was read is remembered elsewhere. */
  readonly #rows: DataLoader<string, TopicRow | undefined>;
  readonly #topics = new Map<string, TopicState>();
  readonly #loading = new Map<string, Promise<TopicState | null>>();

  constructor(source: AnswerSource) {
    this.#rows = new DataLoader(
      async (names) => {
        const rows = new Map((await loadTopics(source, names)).map((row) => [row.name, row]));
        return names.map((name) => rows.get(name));
      },
      { cache: false, maxBatchSize },
    );
  }

  /** The topic as remembered, without asking the database. */
  peek(name: string): TopicState | undefined {
    return this.#topics.get(name);
  }

  /** null when there is none. Absence is never remembered. */
  async find(name: string): Promise<TopicState | null> {
    return this.#topics.get(name) ?? this.refresh(name);
  }

  /** Throws TOPIC_NOT_FOUND. */
  async get(name: string): Promise<TopicState> {
    const topic = await this.find(name);
    if (!topic) throw topicNotFound(name);
    return topic;
  }

  /** Reads the topic anew, once for all that ask meanwhile. */
  refresh(name: string): Promise<TopicState | null> {
    const known = this.#loading.get(name);
    if (known) return known;
    const loading = this.#load(name).then(
      (topic) => {
        // Forgotten meanwhile: what was read may be older than the change.
        if (this.#loading.get(name) === loading) this.#remember(name, topic);
        return topic;
      },
      (error) => {
        if (this.#loading.get(name) === loading) this.#loading.delete(name);
        throw translatePostgresError(error);
      },
    );
    this.#loading.set(name, loading);
    return loading;
  }

  /** Forgets a topic, or all of them, and what is being read of them. */
  forget(name?: string): void {
    if (name === undefined) {
      this.#topics.clear();
      this.#loading.clear();
    } else {
      this.#topics.delete(name);
      this.#loading.delete(name);
    }
  }

  async #load(name: string): Promise<TopicState | null> {
    // No topic has such a name, and one with U+0000, which Postgres takes in no text, would fail for all names of its turn.
    if (!isTopicName(name)) return null;
    const row = await this.#rows.load(name);
    if (!row) return null;
    const known = this.#topics.get(name);
    return topicStateOf(row, known?.id === row.id ? known.sticky : undefined);
  }

  #remember(name: string, topic: TopicState | null): void {
    this.#loading.delete(name);
    this.#topics.delete(name);
    if (!topic) return;
    this.#topics.set(name, topic);
    if (this.#topics.size > maxTopics) this.#topics.delete(this.#topics.keys().next().value as string);
  }
}
