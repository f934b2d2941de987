export { childrenOf } from './testing/children-of.ts';
export { type PostgresProxy, startProxy } from './testing/proxy.ts';
export { createTestDatabase, type TestDatabase } from './testing/test-database.ts';
export { freeTestPort, makeTestDirectory, startEmbeddedPostgres, type TestServer } from './testing/test-server.ts';
