// Dockerfiles and docker-compose.yml as far as they can be checked without Docker: syntax, the files they name, who may reach
// the ports. Nothing is built here.
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { root, trackedFiles } from './tracked-files.mjs';

/** Where the images keep what is the repository's root here. */
const imageRoot = '/millrace';

const problems = [];

function checkDockerfile(file) {
  const text = readFileSync(join(root, file), 'utf8');
  const complain = (line, message) => problems.push(`${file}:${line + 1}: ${message}`);
  for (const { range, message } of validate(text)) complain(range.start.line, message);

  const stages = new Set();
  let last = new Set();
  let workdir = '/';
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const line = instruction.getRange().start.line;
    const args = instruction.getArguments().map((argument) => argument.getValue());
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') {
      last = new Set();
      if (args[1]?.toUpperCase() === 'AS') stages.add(args[2]);
      if (!/:[^:]+$/.test(args[0])) complain(line, `${args[0]} has no version`);
    }
    last.add(keyword);
    if (keyword === 'WORKDIR') workdir = posix.resolve(workdir, args[0]);
    if (keyword === 'COPY') {
      const from = instruction
        .getFlags()
        .find((flag) => flag.getName() === 'from')
        ?.getValue();
      if (from && !stages.has(from)) complain(line, `there is no stage ${from} above`);
      for (const source of args.slice(0, -1)) checkSource(source, from, (message) => complain(line, message));
    }
    if (keyword === 'CMD') {
      const [program, script] = JSON.parse(instruction.getRawArgumentsContent());
      const path = posix.relative(imageRoot, posix.resolve(workdir, script));
      if (program === 'node' && !existsSync(join(root, path))) complain(line, `${path} does not exist, also not built`);
    }
  }
  if (!last.has('USER')) complain(0, 'the image runs as root: its last stage has no USER');
  if (!last.has('HEALTHCHECK')) complain(0, 'its last stage has no HEALTHCHECK');
}

/** What is copied exists: in the context, or below the image's root as it is after a build here. */
function checkSource(source, from, complain) {
  const path = from ? posix.relative(imageRoot, source) : source;
  if (path.startsWith('..')) complain(`${source} is outside ${imageRoot}`);
  // Built in the image; here only after `npm run build`.
  else if (!path.endsWith('/.next') && !existsSync(join(root, path))) complain(`${path} does not exist`);
}

function checkCompose(file) {
  const compose = parse(readFileSync(join(root, file), 'utf8'), { strict: true });
  for (const [name, service] of Object.entries(compose.services)) {
    const complain = (message) => problems.push(`${file}: ${name}: ${message}`);
    if (service.build && !existsSync(join(root, service.build.context, service.build.dockerfile))) {
      complain(`${service.build.dockerfile} does not exist`);
    }
    if (!service.build && !/:[^:]+$/.test(service.image ?? '')) complain('its image has no version');
    for (const port of service.ports ?? []) {
      if (!/^127\.0\.0\.1:\d+:\d+$/.test(port)) complain(`port ${port} is open to others; nothing is authenticated`);
    }
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const needed = compose.services[other];
      if (!needed) complain(`depends on ${other}, which is not there`);
      else if (condition === 'service_healthy' && !needed.healthcheck && !needed.build) {
        complain(`waits for ${other} to be healthy, which has no healthcheck`);
      }
    }
    for (const volume of service.volumes ?? []) {
      const source = volume.split(':')[0];
      if (!source.startsWith('.') && !(source in (compose.volumes ?? {}))) complain(`volume ${source} is not declared`);
    }
  }
}

for (const file of trackedFiles('*Dockerfile')) checkDockerfile(file);
checkCompose('docker-compose.yml');
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
