import type { AppendCall } from './append-call.ts';

/** What calls that were acknowledged together have appended, topic by topic: observers are told once for all of them. */
export class AppendedCounts {
  readonly #byTopic = new Map<string, { records: number; bytes: number }>();

  /** Calls with a producer. */
  sequenced = 0;

  add({ topic: { name }, records, byteSize, sequenced }: AppendCall): void {
    if (sequenced) this.sequenced += 1;
    const counts = this.#byTopic.get(name);
    if (counts) {
      counts.records += records.length;
      counts.bytes += byteSize;
    } else this.#byTopic.set(name, { records: records.length, bytes: byteSize });
  }

  tell(appended: (topic: string, records: number, bytes: number) => void): void {
    for (const [topic, { records, bytes }] of this.#byTopic) appended(topic, records, bytes);
  }
}
