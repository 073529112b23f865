import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type BuildResult, build as esbuild, type Metafile, type OutputFile } from 'esbuild'
import { builtIn } from './build/built-in.ts'
import { leftOut } from './build/left-out.ts'
import { minifiedAgain } from './build/minify.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** What some dependencies, being CommonJS, expect to find; a name of its own, since bundled code may import the same. */
const BANNER =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);"

/** The function that serves the API's own description, which is made of JSON Schema. */
const DESCRIBES_THE_API = 'pause'

/** The folders below `functions/` that have a Lambda entry. */
export async function functionNames(): Promise<readonly string[]> {
  const folders = await readdir(`${ROOT}functions`, { withFileTypes: true })
  return folders
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b))
}

export interface Bundles {
  readonly metafile: Metafile
  /** Where nothing was written. */
  readonly outputFiles?: OutputFile[]
}

/**
 * Bundles every function with all that it needs to `dist/<name>/index.mjs`, a source map beside it. The same sources and
 * dependencies give the same bytes.
 */
export async function build({ write = true } = {}): Promise<Bundles> {
  const names = await functionNames()
  const results = await Promise.all([
    bundle([DESCRIBES_THE_API], write, { jsonSchema: false }),
    bundle(
      names.filter(name => name !== DESCRIBES_THE_API),
      write,
      { jsonSchema: true },
    ),
  ])
  const inputs = Object.assign({}, ...results.map(({ metafile }) => metafile.inputs))
  const outputs = Object.assign({}, ...results.map(({ metafile }) => metafile.outputs))
  const outputFiles = results.flatMap(result => result.outputFiles ?? [])
  return { metafile: { inputs, outputs }, ...(!write && { outputFiles }) }
}

async function bundle(
  names: readonly string[],
  write: boolean,
  without: Parameters<typeof leftOut>[0],
): Promise<BuildResult<{ metafile: true }>> {
  return await esbuild({
    absWorkingDir: ROOT,
    entryPoints: names.map(name => ({ in: `functions/${name}/index.ts`, out: `${name}/index` })),
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    // `minifiedAgain` writes.
    write: false,
    metafile: true,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    charset: 'utf8',
    banner: { js: BANNER },
    logLevel: 'warning',
    plugins: [leftOut(without), builtIn, minifiedAgain({ write })],
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { metafile } = await build()
  for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
    if (file.endsWith('.mjs')) console.log(`${file}  ${Math.round(bytes / 1024)} KB`)
  }
}
