import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build as esbuild, type Metafile } from 'esbuild'
import { docs, openApi } from '../functions/setup/documents.ts'
import { builtIn } from './build/built-in.ts'
import { leftOut } from './build/left-out.ts'
import { minifiedAgain } from './build/minify.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * CommonJS dependencies need `require`. The import has its own name, since bundled code may also import
 * `createRequire`.
 */
const BANNER =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);"

/** The options of a bundle for Lambda: one module with all its dependencies. */
export const FOR_LAMBDA = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  banner: { js: BANNER },
  logLevel: 'warning',
} satisfies BuildOptions

/** The folders below `functions/` that have a Lambda entry. */
export async function functionNames(): Promise<readonly string[]> {
  const folders = await readdir(`${ROOT}functions`, { withFileTypes: true })
  return folders
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b))
}

/** A file below `dist/`. Its `path` is set even if it is not written. */
export interface BuiltFile {
  readonly path: string
  readonly contents: Uint8Array
}

export interface Bundles {
  readonly metafile: Metafile
  readonly files: readonly BuiltFile[]
}

/**
 * Bundles every function with its dependencies to `dist/<name>/index.mjs`, with a source map in the same folder. Adds
 * the API's documents to the function that serves them. The same sources and dependencies give the same bytes.
 */
export async function build({ write = true } = {}): Promise<Bundles> {
  const names = await functionNames()
  const { metafile, outputFiles } = await esbuild({
    ...FOR_LAMBDA,
    absWorkingDir: ROOT,
    entryPoints: names.map(name => ({ in: `functions/${name}/index.ts`, out: `${name}/index` })),
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    // Written below, once all files are complete.
    write: false,
    metafile: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    charset: 'utf8',
    plugins: [leftOut, builtIn, minifiedAgain],
  })
  const files = [...outputFiles.map(({ path, contents }) => ({ path, contents })), ...documents()]
  for (const { path, contents } of write ? files : []) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, contents)
  }
  return { metafile, files }
}

/** The files that `scripts/build/documents.ts` reads. */
function documents(): BuiltFile[] {
  const folder = join(ROOT, 'dist/setup')
  return [
    { path: join(folder, 'openapi.json'), contents: Buffer.from(JSON.stringify(openApi())) },
    { path: join(folder, 'docs.html'), contents: Buffer.from(docs()) },
  ]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { metafile } = await build()
  for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
    if (file.endsWith('.mjs')) console.log(`${file}  ${Math.round(bytes / 1024)} KB`)
  }
}
