export { firstFreePort } from './embedded/port.ts';
export { type PostgresProxy, startProxy } from './testing/proxy.ts';
export { createTestDatabase, type TestDatabase } from './testing/test-database.ts';
export { makeTestDirectory, startEmbeddedPostgres, type TestServer } from './testing/test-server.ts';
