import { arch, cpus, platform, release, totalmem } from 'node:os';

/** What was measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  /** As the server reports them. */
  readonly postgresSettings: Readonly<Record<string, string>>;
  /** Milliseconds of one write of 8 KiB with fsync on the disk that was written to, the median of 200. */
  readonly fsyncMs: number;
  readonly measuredAt: string;
}

export function machine(postgres: Pick<Machine, 'postgres' | 'postgresSettings' | 'fsyncMs'>): Machine {
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.versions.node,
    ...postgres,
    measuredAt: new Date().toISOString(),
  };
}
