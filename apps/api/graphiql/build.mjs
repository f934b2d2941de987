// Bundles GraphiQL into dist/graphiql, from where the API serves it: nothing comes from a CDN. `npm run build:graphiql -w @millrace/api`.
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const outdir = at('../dist/graphiql');

await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: {
    graphiql: at('page.js'),
    'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
    'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
    'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
  },
  outdir,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.ttf': 'file', '.woff2': 'file', '.woff': 'file' },
  assetNames: '[name]',
  logLevel: 'warning',
});
