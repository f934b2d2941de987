import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../servers/child.ts';

export const kafkaVersion = '4.1.0';

const project = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>millrace</groupId>
  <artifactId>bench-kafka</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${kafkaVersion}</version></dependency>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-tools</artifactId><version>${kafkaVersion}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

/** Kafka's jars, or the reason why there are none, as a sentence. */
export type KafkaLibraries = { readonly classpath: string } | { readonly missing: string };

/** Finds Kafka in the user's cache, or lets Maven fetch it there once: the broker, its tools and what they need. */
export async function kafkaLibraries(): Promise<KafkaLibraries> {
  const java = await runProgram('java', ['-version']);
  if (java.code !== 0) return { missing: 'Kafka is left out: there is no java on PATH.' };
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const directory = join(cache, 'millrace-bench', `kafka-${kafkaVersion}`);
  const classpath = join(directory, '*');
  if (existsSync(directory)) return { classpath };
  const making = `${directory}.${process.pid}`;
  await mkdir(making, { recursive: true });
  await writeFile(join(making, 'pom.xml'), project);
  const { code, stdout, stderr } = await runProgram(
    'mvn',
    [
      '--batch-mode',
      '--quiet',
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      '-DoutputDirectory=libraries',
    ],
    { cwd: making },
  );
  if (code === 0) await rename(join(making, 'libraries'), directory);
  await rm(making, { recursive: true, force: true });
  if (code === 0) return { classpath };
  if (code === null) return { missing: 'Kafka is left out: there is no mvn on PATH to fetch it with.' };
  const said = `${stdout}${stderr}`.split('\n').find((line) => line.includes('[ERROR]')) ?? `code ${code}`;
  return { missing: `Kafka is left out: Maven could not fetch it (${said.slice(0, 200)}).` };
}
