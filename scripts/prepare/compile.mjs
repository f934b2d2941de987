// Makes JavaScript of all workspaces' TypeScript, file by file, into their dist folders: what every command but the tests runs.
// Types are taken away and not looked at, which takes a second; `npm run check` has TypeScript look at them.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { isEditorLock } from './fingerprint.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const { target } = readJson(join(root, 'tsconfig.base.json')).compilerOptions;

const isSource = (name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !isEditorLock(basename(name));

/** Imports stay imports, of the files that are made of what they name: as TypeScript's rewriteRelativeImportExtensions has it. */
const keepImports = {
  name: 'keep-imports',
  setup({ onResolve }) {
    onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ path }) => ({ path: path.replace(/\.ts$/, '.js'), external: true }));
  },
};

async function compile(project) {
  const folder = join(root, project);
  const { compilerOptions, include } = readJson(join(folder, 'tsconfig.json'));
  const sources = include.flatMap((path) =>
    readdirSync(join(folder, path), { recursive: true })
      .filter(isSource)
      .map((name) => join(folder, path, name)),
  );
  await build({
    // From the root of the file system: what begins with a dot is an import.
    entryPoints: sources,
    outbase: join(folder, compilerOptions.rootDir),
    outdir: join(folder, compilerOptions.outDir),
    bundle: true,
    packages: 'external',
    plugins: [keepImports],
    treeShaking: false,
    platform: 'node',
    format: 'esm',
    target,
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'warning',
  });
}

const projects = readJson(join(root, 'tsconfig.json')).references.map(({ path }) => path);
// esbuild has said what is wrong.
await Promise.all(projects.map(compile)).catch(() => process.exit(1));
