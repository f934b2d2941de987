import type { RewriteKind, RewriteSummary } from '@millrace/engine';
import { Counter, type Registry } from 'prom-client';

/** What compaction and merging have done on this node. */
export class RewriteMetrics {
  readonly #rewrites: Counter<'topic' | 'kind'>;
  readonly #rewrittenBytes: Counter<'topic' | 'kind'>;
  readonly #reclaimedBytes: Counter<'topic' | 'kind'>;
  readonly #seconds: Counter<'topic' | 'kind'>;
  readonly #removedRecords: Counter<'topic'>;

  constructor(registry: Registry) {
    const registers = [registry];
    const ofKind = (name: string, help: string) =>
      new Counter({ name, help: `${help}, by kind: COMPACT or MERGE.`, labelNames: ['topic', 'kind'], registers });
    this.#rewrites = ofKind('millrace_rewrites_total', 'How often segments of a topic were rewritten here');
    this.#rewrittenBytes = ofKind(
      'millrace_rewritten_bytes_total',
      'Bytes on disk of segments that were rewritten here',
    );
    this.#reclaimedBytes = ofKind(
      'millrace_reclaimed_bytes_total',
      'Bytes on disk that rewriting segments here has saved',
    );
    this.#seconds = ofKind('millrace_rewrite_seconds_total', 'Time spent on rewriting segments here, rests and all');
    this.#removedRecords = new Counter({
      name: 'millrace_compacted_records_total',
      help: 'Records that compaction on this node has left out.',
      labelNames: ['topic'],
      registers,
    });
  }

  rewritten(topic: string, kind: RewriteKind, result: RewriteSummary): void {
    this.#rewrites.inc({ topic, kind });
    this.#rewrittenBytes.inc({ topic, kind }, result.bytesBefore);
    this.#reclaimedBytes.inc({ topic, kind }, Math.max(0, result.bytesBefore - result.bytesAfter));
    this.#seconds.inc({ topic, kind }, result.ms / 1000);
    this.#removedRecords.inc({ topic }, result.removedRecords);
  }
}
