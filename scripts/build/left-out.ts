import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'

/** Modules in whose place a smaller one of this folder stands. */
const INSTEAD: Readonly<Record<string, string>> = {
  // The chain of all places where credentials may be found: profiles, single sign-on, instances…
  '@aws-sdk/credential-provider-node': 'credentials.ts',
  '@aws-sdk/middleware-endpoint-discovery': 'endpoint-discovery.ts',
  'fast-sha256': 'sha256.ts',
  '@stablelib/base64': 'base64.ts',
}

/** Files of the AWS SDK that none of our calls comes to, on Lambda. What they export throws, and says that it was left out. */
const NEVER_CALLED: readonly RegExp[] = [
  // None of our calls streams events.
  /@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$/,
  /@smithy\/core\/dist-es\/.*\/sdk-stream-mixin\.browser\.js$/,
  // Node hashes by itself.
  /@smithy\/core\/dist-es\/.*\/Sha256(Js|WebCrypto)\.js$/,
  // Retries are the standard ones, never adaptive.
  /@smithy\/core\/dist-es\/.*\/DefaultRateLimiter\.js$/,
  // The region is in the environment.
  /@smithy\/core\/dist-es\/.*\/getInstanceMetadataRegion\.js$/,
]

/** Zod's JSON Schema: only the API's own description is made by it. */
const JSON_SCHEMA: readonly RegExp[] = [/zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/]

/** A client tells its version, and takes it from a file that says much more. */
const PACKAGE_FILES = /@aws-sdk\/client-[^/]+\/package\.json$/

/** Leaves out of a bundle what it never comes to: what is not there need not be read when a function starts. */
export function leftOut({ jsonSchema }: { readonly jsonSchema: boolean }): Plugin {
  return {
    name: 'left-out',
    setup(build) {
      for (const [module, file] of Object.entries(INSTEAD)) {
        const path = fileURLToPath(new URL(file, import.meta.url))
        build.onResolve({ filter: new RegExp(`^${module}$`) }, () => ({ path }))
      }
      for (const filter of [...NEVER_CALLED, ...(jsonSchema ? JSON_SCHEMA : [])]) {
        build.onLoad({ filter }, async ({ path }) => ({ contents: throwing(await readFile(path, 'utf8')) }))
      }
      build.onLoad({ filter: PACKAGE_FILES }, async ({ path }) => {
        const { name, version } = JSON.parse(await readFile(path, 'utf8'))
        return { contents: JSON.stringify({ name, version }), loader: 'json' }
      })
    },
  }
}

/** A module with the same names, which throw when they are called. */
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
    "function leftOut() { throw new Error('this was left out of the bundle: scripts/build/left-out.ts') }",
    `export { ${names.map(name => `leftOut as ${name}`).join(', ')} }`,
  ].join('\n')
}
