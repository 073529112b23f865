import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'
import { compactErrors } from './error-classes.ts'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))
const pathOf = (file: string) => join(FOLDER, file)

/** Packages to replace with a smaller module of this folder. */
const INSTEAD: Readonly<Record<string, string>> = {
  // The chain of all sources of credentials: profiles, single sign-on, instances…
  '@aws-sdk/credential-provider-node': 'credentials.ts',
  '@aws-sdk/middleware-endpoint-discovery': 'endpoint-discovery.ts',
  'fast-sha256': 'sha256.ts',
  '@stablelib/base64': 'base64.ts',
}

/** Files to replace with one of this folder. */
const INSTEAD_OF_FILES: readonly (readonly [RegExp, string])[] = [
  // The build makes the documents, and the function reads them from its folder.
  [/functions\/setup\/documents\.ts$/, 'documents.ts'],
  // Lambda has no profiles.
  [/@smithy\/core\/dist-es\/.*\/fromSharedConfigFiles\.js$/, 'profiles.ts'],
]

/** Files that our calls never reach on Lambda. Their exports throw an error that says that they were left out. */
const NEVER_CALLED: readonly RegExp[] = [
  // Our calls stream no events.
  /@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$/,
  /@smithy\/core\/dist-es\/.*\/sdk-stream-mixin\.browser\.js$/,
  // Node has its own hashes.
  /@smithy\/core\/dist-es\/.*\/Sha256(Js|WebCrypto)\.js$/,
  // Our clients use standard retries, never adaptive ones.
  /@smithy\/core\/dist-es\/.*\/AdaptiveRetryStrategy\.js$/,
  // No answer to our calls contains a time.
  /@smithy\/core\/dist-es\/submodules\/serde\/(date-utils|schema-serde-lib\/schema-date-utils)\.js$/,
  // The region is in the environment.
  /@smithy\/core\/dist-es\/.*\/getInstanceMetadataRegion\.js$/,
  // Only the API's documents need JSON Schema, and the build makes them.
  /zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/,
]

/** The packages of the client of DynamoDB, and a namespace for their own index of protocols. */
const DYNAMO = /@aws-sdk\/(client-dynamodb|dynamodb-codec)\/dist-es\//
const DYNAMO_PROTOCOLS = 'protocols-of-dynamodb'
/** Keeps the plugin from resolving its own question. */
const AS_IT_IS = 'as it is'

/** A client's endpoint resolver. The path contains the name of the service. */
const RESOLVERS = /@aws-sdk\/client-([^/]+)\/dist-es\/endpoint\/endpointResolver\.js$/
const ERROR_CLASSES = /@aws-sdk\/client-[^/]+\/dist-es\/models\/errors\.js$/

/** Our own schemas. Their texts for readers are in the documents, which the build makes. */
const OUR_SCHEMAS = /lib\/protocol\/.*\.ts$/

/** Leaves code that is never reached out of a bundle, so that a function has less to load when it starts. */
export const leftOut: Plugin = {
  name: 'left-out',
  setup(build) {
    for (const [module, file] of Object.entries(INSTEAD)) {
      build.onResolve({ filter: new RegExp(`^${module}$`) }, () => ({ path: pathOf(file) }))
    }
    // The index of all protocols would bring those of SNS into the start of a function that reads SNS later.
    build.onResolve({ filter: /^@aws-sdk\/core\/protocols$/ }, async ({ path, importer, kind, pluginData }) => {
      if (pluginData === AS_IT_IS || !DYNAMO.test(importer)) return undefined
      const index = await build.resolve(path, { importer, kind, resolveDir: FOLDER, pluginData: AS_IT_IS })
      return { path: index.path, namespace: DYNAMO_PROTOCOLS }
    })
    build.onLoad({ filter: /./, namespace: DYNAMO_PROTOCOLS }, ({ path }) => ({
      contents: `export { AwsJson1_0Protocol } from './json/AwsJson1_0Protocol.js'
export * from '@smithy/core/protocols'`,
      resolveDir: dirname(path),
    }))
    for (const [filter, file] of INSTEAD_OF_FILES) {
      build.onLoad({ filter }, async () => ({
        contents: await readFile(pathOf(file), 'utf8'),
        loader: 'ts',
        resolveDir: FOLDER,
      }))
    }
    for (const filter of NEVER_CALLED) {
      build.onLoad({ filter }, async ({ path }) => ({ contents: throwing(await readFile(path, 'utf8')) }))
    }
    build.onLoad({ filter: RESOLVERS }, ({ path }) => {
      const [, service] = RESOLVERS.exec(path) ?? []
      const contents = `import { endpointsOf } from './endpoints.ts'
export const defaultEndpointResolver = endpointsOf('${service}')`
      return { contents, resolveDir: FOLDER }
    })
    build.onLoad({ filter: ERROR_CLASSES }, async ({ path }) => ({
      contents: compactErrors(await readFile(path, 'utf8')),
      resolveDir: dirname(path),
    }))
    build.onLoad({ filter: OUR_SCHEMAS }, async ({ path }) => ({
      contents: undocumented(await readFile(path, 'utf8')),
      loader: 'ts',
    }))
  },
}

/** Makes a module with the same exports, which throw when called. */
export function throwing(source: string): string {
  const declared = [...source.matchAll(/^export (?:async )?(?:const|function\*?|class) (\w+)/gm)].map(
    ([, name]) => name,
  )
  const listed = [...source.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, names = '']) =>
    names.split(',').map(name =>
      name
        .trim()
        .split(/\s+as\s+/)
        .at(-1),
    ),
  )
  const names = [...declared, ...listed].filter(name => name !== undefined && name !== '')
  return [
    "function leftOut() { throw new Error('the bundle leaves this out: scripts/build/left-out.ts') }",
    `export { ${names.map(name => `leftOut as ${name}`).join(', ')} }`,
  ].join('\n')
}

const TEXT = /(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)/
const PROSE = new RegExp(`\\b(summary|description):(\\s*)${TEXT.source}`, 'g')
const META = /\.meta\(\{[^{}]*\}\)/g
const ERRORS = /\berrors:(\s*)(?:\[[^\]]*\]|\w+)(?=,\n)/g

/**
 * Removes from a file of schemas the parts that only the documents use: summaries, descriptions, names of schemas, the
 * errors of routes and the schemas of their answers. Marks schemas as pure, so that the bundle drops unused ones. Keeps
 * the line numbers.
 */
export function undocumented(source: string): string {
  // Mark the constants first: the indentation of the unchanged file shows where they end.
  return withoutAnswers(
    source.replace(CONSTANT, (_found, name: string, value: string) => `${name}/* @__PURE__ */ (() => (${value}))()`),
  )
    .replace(PROSE, (_found, name: string, space: string) => `${name}:${space}''`)
    .replace(META, found => found.replace(/[^\n]/g, ''))
    .replace(ERRORS, (_found, space: string) => `errors:${space}[]`)
}

/** The schema of a route's answer. Only types check answers, since our own code makes them. */
const ANSWER = /\banswer:\s*\{\s*schema:\s*/g
/**
 * A top-level constant that begins with a schema or an object, up to the next line that is not part of it.
 */
const CONSTANT = /^((?:export )?const \w+ =\s)((?:z\b|\{)[\s\S]*?)(?=\n[^\s)\]}]|\n*(?![\s\S]))/gm

function withoutAnswers(source: string): string {
  let kept = ''
  let at = 0
  for (const found of source.matchAll(ANSWER)) {
    const begin = found.index + found[0].length
    const end = endOfValue(source, begin)
    kept += `${source.slice(at, begin)}undefined${source.slice(begin, end).replace(/[^\n]/g, '')}`
    at = end
  }
  return kept + source.slice(at)
}

/** Finds the end of a property's value: the comma or bracket after it. */
function endOfValue(source: string, begin: number): number {
  const tokens = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|[([{]|[)\]}]|,/g
  tokens.lastIndex = begin
  let depth = 0
  for (let token = tokens.exec(source); token; token = tokens.exec(source)) {
    const [text] = token
    if ('([{'.includes(text)) depth++
    else if (depth === 0 && ')]},'.includes(text)) return token.index
    else if (')]}'.includes(text)) depth--
  }
  return source.length
}
