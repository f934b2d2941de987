import type { HttpClient } from './graphql/http-client.ts';
import { readMetric } from './metrics.ts';

const sampleEveryMs = 500;

/** Watches how much memory the API's process has (RSS), as its /metrics tell. */
export class PeakMemory {
  readonly #client: HttpClient;
  readonly #timer: NodeJS.Timeout;
  #sampling = false;
  /** Bytes; null before the first sample. */
  peakBytes: number | null = null;

  constructor(client: HttpClient) {
    this.#client = client;
    this.#timer = setInterval(() => void this.#sample(), sampleEveryMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sample();
  }

  async #sample(): Promise<void> {
    if (this.#sampling) return;
    this.#sampling = true;
    try {
      const bytes = await readMetric(this.#client, 'process_resident_memory_bytes');
      if (bytes !== null) this.peakBytes = Math.max(this.peakBytes ?? 0, bytes);
    } catch {
      // A sample that fails is one sample less; what matters fails elsewhere.
    } finally {
      this.#sampling = false;
    }
  }
}
