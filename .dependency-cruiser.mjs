// The import rules of the layout (see CONTRIBUTING.md).

/** Tests may import everything. */
const TESTS = '\\.test\\.ts$'

/** Helpers that tests share, beside the code: `test-issuer.ts` holds an issuer for tests. */
const TEST_TOOLS = '/test-[^/]*\\.ts$'

/** Helpers of the language, for everybody. They import nothing. */
const HELPERS = '^lib/(defined|gathered|retry)\\.ts$'

const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: TESTS },
  to: { pathNot: [...allowed, HELPERS] },
})

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('protocol', '^lib/protocol/', ['^lib/protocol/', '^node_modules/zod/'], 'runs in a browser: imports only zod'),
    only(
      'client',
      '^lib/client/',
      ['^lib/client/', '^lib/protocol/'],
      'the protocol’s client runs in a browser: imports only types of lib/protocol',
    ),
    only(
      'doctor',
      '^lib/doctor/',
      ['^lib/(doctor|client|protocol)/'],
      'the console and the command line find the same faults, over HTTP only',
    ),
    {
      name: 'client-carries-no-schemas',
      comment: 'at run time the client and the doctor import only constants, from a file without imports',
      severity: 'error',
      from: { path: '^lib/(client|doctor)/', pathNot: TESTS },
      to: { path: '^lib/protocol/', pathNot: '^lib/protocol/wire\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    { name: 'leaves-import-nothing', severity: 'error', from: { path: ['^lib/protocol/wire\\.ts$', HELPERS] }, to: {} },
    only('domain', '^lib/session/', ['^lib/(session|protocol)/', '^(node:)?crypto$'], 'the domain does no I/O'),
    {
      name: 'domain-checks-no-input',
      comment: 'at run time the domain imports only constants, errors and pure helpers of the protocol, no schemas',
      severity: 'error',
      from: { path: '^lib/session/', pathNot: TESTS },
      to: {
        path: '^lib/protocol/',
        pathNot: '^lib/protocol/(wire|problem|attributes|menders|cause|names|placeholders)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'verbs-by-decide',
      comment: 'only decide calls the verbs, and a macro, which consists of some; code that verbs share is outside',
      severity: 'error',
      from: { pathNot: `^lib/session/(decide|verbs/run-macro)\\.ts$|${TESTS}` },
      to: { path: '^lib/session/verbs/' },
    },
    only('ports', '^lib/ports/', ['^lib/(ports|session|protocol)/'], 'ports import only types of the domain'),
    {
      name: 'ports-run-nothing',
      severity: 'error',
      from: { path: '^lib/ports/', pathNot: TESTS },
      to: { dependencyTypesNot: ['type-only'] },
    },
    only('search', '^lib/search/', ['^lib/(search|session|protocol)/'], 'search words are made without I/O'),
    only('views', '^lib/views/', ['^lib/(views|session|protocol)/'], 'views are made without I/O'),
    only(
      'conversations',
      '^lib/conversations/',
      ['^lib/(conversations|ports|search|session|protocol)/'],
      'the code reaches everything outside via ports',
    ),
    only(
      'widget',
      '^web/widget/(?!vite\\.config)',
      ['^web/(widget|shared)/', '^lib/(client|protocol|web)/', '^node_modules/preact/'],
      'the widget must stay small: Preact, the client, and shared code of both pages',
    ),
    only(
      'cli',
      '^cli/',
      [
        '^cli/',
        '^lib/(client|doctor|protocol)/',
        '^local/(dev-file|terminal)\\.ts$',
        '^node_modules/yargs/',
        '^(node:)?[a-z_]+(/promises)?$',
      ],
      'the command line is a client like any other: it reaches an Interlude over HTTP only',
    ),
    only('shared', '^web/shared/', ['^web/shared/', '^lib/protocol/'], 'console and widget have different frameworks'),
    {
      name: 'tools-of-tests-stay-there',
      severity: 'error',
      from: { pathNot: `${TESTS}|${TEST_TOOLS}` },
      to: { path: TEST_TOOLS },
    },
    {
      name: 'library-knows-no-function',
      severity: 'error',
      from: { path: '^lib/', pathNot: TESTS },
      to: { path: '^(functions|local|scripts|test|bench)/' },
    },
    {
      name: 'functions-never-import-each-other',
      severity: 'error',
      from: { path: '^functions/([^/]+)/', pathNot: TESTS },
      to: { path: '^functions/', pathNot: '^functions/$1/' },
    },
    {
      name: 'functions-know-no-runner',
      severity: 'error',
      from: { path: '^functions/', pathNot: TESTS },
      to: { path: '^(local|scripts|test|bench)/' },
    },
    {
      name: 'engines-apart',
      severity: 'error',
      from: { path: '^lib/(dynamo|sqlite|memory)/', pathNot: TESTS },
      to: { path: '^lib/', pathNot: ['^lib/($1|ports|search|session|protocol)/', HELPERS] },
    },
    {
      name: 'memory-store-for-tests',
      comment: 'the memory store is a reference, and loses its content: no function, runner or page contains it',
      severity: 'error',
      from: { pathNot: `^(lib/memory|test)/|${TESTS}` },
      to: { path: '^lib/memory/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
