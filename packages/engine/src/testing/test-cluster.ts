import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { appendFile, chmod, chown, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const needed = ['initdb', 'pg_ctl', 'pg_basebackup', 'pg_dump', 'pg_restore', 'psql'];

/**
 * The programs of a Postgres that was installed with all its tools, which the embedded one has not; undefined where there is none. The
 * newest of Debian's.
 */
export function findPostgresTools(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return versions
    .map((version) => join(root, version, 'bin'))
    .find((bin) => needed.every((program) => existsSync(join(bin, program))));
}

/** Postgres refuses to run as root. */
function systemUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']).toString());
  return { uid: id('-u'), gid: id('-g') };
}

/** Servers on one address, one after the other, each with files of its own: as an operator has them. */
export class TestCluster {
  readonly #bin: string;
  readonly #directory: string;
  readonly #port: number;
  readonly #user = systemUser();

  private constructor(bin: string, directory: string, port: number) {
    this.#bin = bin;
    this.#directory = directory;
    this.#port = port;
  }

  static async make(bin: string, port: number): Promise<TestCluster> {
    const directory = await mkdtemp(join(tmpdir(), 'millrace-cluster-'));
    await chmod(directory, 0o755);
    const cluster = new TestCluster(bin, directory, port);
    if (cluster.#user) await chown(directory, cluster.#user.uid, cluster.#user.gid);
    return cluster;
  }

  url(database: string): string {
    return `postgresql://postgres@127.0.0.1:${this.#port}/${database}`;
  }

  /** Files of a server of its own. */
  async init(name: string): Promise<void> {
    await this.run('initdb', [
      '-D',
      this.#data(name),
      '-U',
      'postgres',
      '-A',
      'trust',
      '-N',
      '-E',
      'UTF8',
      '--locale=C',
    ]);
    const settings = [
      `port = ${this.#port}`,
      "listen_addresses = '127.0.0.1'",
      `unix_socket_directories = ''`,
      'fsync = off',
      'max_wal_senders = 4',
      'wal_level = replica',
    ];
    await appendFile(join(this.#data(name), 'postgresql.conf'), `\n${settings.join('\n')}\n`);
  }

  async start(name: string): Promise<void> {
    const log = join(this.#directory, `${name}.log`);
    await this.run('pg_ctl', ['-D', this.#data(name), '-l', log, '-w', '-t', '60', 'start']);
  }

  async stop(name: string, mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    await this.run('pg_ctl', ['-D', this.#data(name), '-m', mode, '-w', 'stop']).catch(() => undefined);
  }

  async promote(name: string): Promise<void> {
    await this.run('pg_ctl', ['-D', this.#data(name), '-w', 'promote']);
  }

  /** Copies the files of a server that does not run. */
  async copy(from: string, to: string): Promise<void> {
    await cp(this.#data(from), this.#data(to), { recursive: true, preserveTimestamps: true });
    if (this.#user) await run('chown', ['-R', `${this.#user.uid}:${this.#user.gid}`, this.#data(to)]);
    await chmod(this.#data(to), 0o700);
  }

  /** A standby of the server that runs, as it is now. */
  async baseBackup(to: string): Promise<void> {
    await this.run('pg_basebackup', ['-d', this.url('postgres'), '-D', this.#data(to), '-R', '-c', 'fast', '-N']);
  }

  file(name: string): string {
    return join(this.#directory, name);
  }

  async run(program: string, args: readonly string[]): Promise<void> {
    await run(join(this.#bin, program), [...args], { cwd: this.#directory, ...this.#user });
  }

  async remove(): Promise<void> {
    for (const name of readdirSync(this.#directory)) {
      if (existsSync(join(this.#directory, name, 'postmaster.pid'))) await this.stop(name, 'immediate');
    }
    await rm(this.#directory, { recursive: true, force: true });
  }

  #data(name: string): string {
    return join(this.#directory, name);
  }
}
