// TypeScript in documents compiles: the blocks of a document that begin with "```ts" are one module, each at the lines it stands on, so
// that an error's line is the document's. Names of streams-rx that a block does not import are imported.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './tracked-files.mjs';

const documents = ['README.md', 'docs/streams.md'];
const directory = join(root, 'node_modules/.cache/millrace-docs');

/** What a package's door lists: names, types among them as `type Name`. */
function namesOf(door) {
  const lists = [...readFileSync(join(root, door), 'utf8').matchAll(/^export (type )?\{([^}]*)\}/gm)];
  return lists.flatMap(([, type = '', names]) =>
    names
      .split(',')
      .map((name) => name.trim() && `${type}${name.trim()}`)
      .filter(Boolean),
  );
}
const plain = (name) => name.replace(/^type /, '');

const packages = {
  '@millrace/streams-rx': namesOf('packages/streams-rx/src/index.ts'),
  '@millrace/streams-rx/testing': namesOf('packages/streams-rx/src/testing.ts'),
  '@millrace/core': ['numberSerde', 'stringSerde', 'jsonSerde', 'bytesSerde'],
  vitest: ['expect'],
};

function moduleOf(markdown) {
  let isCode = false;
  const lines = markdown.split('\n').map((line) => {
    if (!line.startsWith('```')) return isCode ? line : '';
    isCode = !isCode && /^```ts\b/.test(line);
    return '';
  });
  const code = lines.join('\n');
  if (!code.trim()) return undefined;
  const imported = new Set([...code.matchAll(/^import \{([^}]*)\}/gm)].flatMap(([, names]) => names.split(/[\s,]+/)));
  const isCalled = (name) => new RegExp(`(?<![.\\w'])${name}\\b(?=[(<.])`).test(code);
  const imports = Object.entries(packages).map(([from, names]) => {
    const isWanted = (name) => !imported.has(name) && (isCalled(name) || code.includes(`key: ${name} `));
    const wanted = names.filter((name) => isWanted(plain(name)));
    return `import { ${wanted.join(', ')} } from '${from}';`;
  });
  // The heading's line is free.
  lines[0] = `${imports.join(' ')} declare const engine: import('@millrace/engine').Engine;`;
  return lines.join('\n');
}

/** Of the table of Kafka Streams' names: ours are names that are there. */
function namesWithout(markdown) {
  const table = /^## From Kafka Streams$([\s\S]*?)^## /m.exec(markdown)?.[1] ?? '';
  const known = new Set([...Object.values(packages).flat().map(plain), ...ofRxJs, ...ofApp, ...ofOptions, ...ofLimits]);
  const ours = [...table.matchAll(/^\|[^|]*\|(.*)\|$/gm)].flatMap(([, column]) => [...column.matchAll(/`(\w+)/g)]);
  return ours.map(([, name]) => name).filter((name) => !known.has(name));
}
const ofRxJs = ['filter', 'tap', 'map'];
const ofApp = ['app', 'record'];
const ofOptions = ['checkKeys', 'errors', 'instanceId', 'key', 'name', 'store'];
const ofLimits = ['maxCacheBytes', 'maxEpochRecords', 'maxTaskIdleMs'];

mkdirSync(directory, { recursive: true });
const files = documents.flatMap((document) => {
  const module = moduleOf(readFileSync(join(root, document), 'utf8'));
  if (!module) return [];
  const name = `${basename(document)}.ts`;
  writeFileSync(join(directory, name), module);
  return [name];
});
const compilerOptions = {
  composite: false,
  tsBuildInfoFile: null,
  declaration: false,
  declarationMap: false,
  sourceMap: false,
};
writeFileSync(
  join(directory, 'tsconfig.json'),
  JSON.stringify({
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: {
      ...compilerOptions,
      noEmit: true,
      noUnusedLocals: false,
      rewriteRelativeImportExtensions: false,
      allowImportingTsExtensions: true,
    },
    files,
  }),
);
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', directory], { cwd: root, encoding: 'utf8' });
process.stdout.write(`${stdout}${stderr}`.replaceAll(/^.*millrace-docs\/(.+?\.md)\.ts\((\d+),/gm, '$1:$2 ('));
const unknown = namesWithout(readFileSync(join(root, 'docs/streams.md'), 'utf8'));
for (const name of unknown) process.stdout.write(`docs/streams.md: \`${name}\` is no name of ours\n`);
process.exitCode = status === 0 && unknown.length === 0 ? 0 : 1;
