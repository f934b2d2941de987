import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { firstFreePort } from '@millrace/database';
import { runProgram, startServer } from '../servers/child.ts';
import { kafkaLibraries, kafkaVersion } from './kafka-libraries.ts';

const firstPort = 28_800;
const startTimeoutMs = 60_000;
/** Any 16 bytes in base64url. */
const clusterId = 'MkU3OEVBNTcwNTJENDM2Qk';
const heap = ['-Xms1g', '-Xmx1g', '-XX:+UseG1GC'];

export interface KafkaBroker {
  readonly version: string;
  readonly port: number;
  readonly bootstrapServers: string;
  /** Runs one of Kafka's own classes and gives what it printed. Throws when it fails. */
  runTool(mainClass: string, parameters: readonly string[]): Promise<string>;
  stop(): Promise<void>;
}

function properties(port: number, controllerPort: number, directory: string): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': directory,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** One KRaft broker with Kafka's default settings; or the reason why there is none, as a sentence. */
export async function startKafka(scratchPath: string): Promise<KafkaBroker | { readonly missing: string }> {
  const libraries = await kafkaLibraries();
  if ('missing' in libraries) return libraries;
  const java = (mainClass: string, parameters: readonly string[]) => [
    ...heap,
    ...['-cp', libraries.classpath, mainClass],
    ...parameters,
  ];
  const runTool = async (mainClass: string, parameters: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runProgram('java', java(mainClass, parameters));
    if (code !== 0) throw new Error(`${mainClass} ended with ${code}:\n${stdout.slice(-1_000)}${stderr.slice(-1_000)}`);
    return stdout;
  };
  // Every case has its own, and starts empty.
  const directory = await mkdtemp(join(scratchPath, 'kafka-'));
  const port = await firstFreePort(firstPort);
  const settings = join(directory, 'server.properties');
  await writeFile(settings, properties(port, await firstFreePort(port + 1), join(directory, 'logs')));
  await runTool('kafka.tools.StorageTool', ['format', '--cluster-id', clusterId, '--config', settings]);
  const server = await startServer('java', java('kafka.Kafka', [settings]), /Kafka Server started/, startTimeoutMs);
  return {
    version: kafkaVersion,
    port,
    bootstrapServers: `127.0.0.1:${port}`,
    runTool,
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
