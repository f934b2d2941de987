import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Where graphiql/build.mjs puts the bundle: the same place seen from src and from dist. */
const bundle = fileURLToPath(new URL('../../dist/graphiql/', import.meta.url));

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>GraphiQL · Millrace</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/graphql/assets/graphiql.css">
    <style>html, body, #graphiql { height: 100%; margin: 0 }</style>
  </head>
  <body>
    <div id="graphiql">Loading …</div>
    <script src="/graphql/assets/graphiql.js"></script>
  </body>
</html>
`;

const notBuilt =
  'GraphiQL is not built: run "npm run build:graphiql -w @millrace/api". The API itself takes POST requests here.\n';

const contentSecurityPolicy = [
  "default-src 'self'",
  // The editor writes its styles into the page and draws its icons from data addresses.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self' ws: wss:",
  "frame-ancestors 'none'",
].join('; ');

/** Serves GraphiQL's files under /graphql/assets and gives back what answers with its page. */
export async function addGraphiql(app: FastifyInstance): Promise<(reply: FastifyReply) => FastifyReply> {
  const isBuilt = await access(`${bundle}graphiql.js`).then(
    () => true,
    () => false,
  );
  if (isBuilt)
    await app.register(staticFiles, { root: bundle, prefix: '/graphql/assets/', decorateReply: false, maxAge: '1h' });
  return (reply) =>
    isBuilt
      ? reply.type('text/html; charset=utf-8').header('content-security-policy', contentSecurityPolicy).send(page)
      : reply.code(503).type('text/plain; charset=utf-8').send(notBuilt);
}

/** Whether a GET comes from a browser's address bar: HTML is named, and before JSON. */
export function prefersHtml(accept: string | undefined): boolean {
  const html = accept?.indexOf('text/html') ?? -1;
  const json = accept?.indexOf('json') ?? -1;
  return html >= 0 && (json < 0 || html < json);
}
