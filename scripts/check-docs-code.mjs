// TypeScript in documents compiles: the blocks of a document that begin with "```ts" are one module, each at the lines it stands on, so
// that an error's line is the document's. Names of streams-rx that a block does not import are imported.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from './tracked-files.mjs';

const documents = ['README.md', 'docs/streams.md'];
const directory = join(root, 'node_modules/.cache/millrace-docs');

/** The values that a package's door lists. */
function namesOf(door) {
  const lists = [...readFileSync(join(root, door), 'utf8').matchAll(/^export \{([^}]*)\}/gm)];
  return lists.flatMap(([, names]) => names.split(',').map((name) => name.trim().replace(/^type /, ''))).filter(Boolean);
}

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
  const isCalled = (name) => new RegExp(`(?<![.\\w'])${name}\\b(?=[(<])`).test(code);
  const imports = Object.entries(packages).map(([from, names]) => {
    const wanted = names.filter((name) => !imported.has(name) && (isCalled(name) || code.includes(`key: ${name} `)));
    return `import { ${wanted.join(', ')} } from '${from}';`;
  });
  // The heading's line is free.
  lines[0] = `${imports.join(' ')} declare const engine: import('@millrace/engine').Engine;`;
  return lines.join('\n');
}

mkdirSync(directory, { recursive: true });
const files = documents.flatMap((document) => {
  const module = moduleOf(readFileSync(join(root, document), 'utf8'));
  if (!module) return [];
  const name = `${basename(document)}.ts`;
  writeFileSync(join(directory, name), module);
  return [name];
});
const compilerOptions = { composite: false, tsBuildInfoFile: null, declaration: false, declarationMap: false, sourceMap: false };
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
process.exitCode = status === 0 ? 0 : 1;
