import { existsSync, readFileSync } from 'node:fs';
import { defineConfig } from 'prisma/config';

/** The database of `npm start`, so that `npx prisma migrate status` and `npx prisma studio` find it by themselves. */
function embeddedUrl(): string {
  const file = '.millrace/database-url';
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : 'postgresql://127.0.0.1:54320/millrace';
}

const url = new URL(process.env.DATABASE_URL || embeddedUrl());
url.searchParams.set('schema', 'millrace');

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: url.href },
});
