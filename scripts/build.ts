import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build as esbuild, type Metafile } from 'esbuild'
import { docs, openApi } from '../functions/pause/documents.ts'
import { builtIn } from './build/built-in.ts'
import { leftOut } from './build/left-out.ts'
import { minifiedAgain } from './build/minify.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** What some dependencies, being CommonJS, expect to find; a name of its own, since bundled code may import the same. */
const BANNER =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);"

/** How code is bundled for Lambda: one module with all that it needs. */
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

/** Where it is, or would be, below `dist/`. */
export interface BuiltFile {
  readonly path: string
  readonly contents: Uint8Array
}

export interface Bundles {
  readonly metafile: Metafile
  readonly files: readonly BuiltFile[]
}

/**
 * Bundles every function with all that it needs to `dist/<name>/index.mjs`, a source map beside it, and the API's documents beside
 * the function that serves them. The same sources and dependencies give the same bytes.
 */
export async function build({ write = true } = {}): Promise<Bundles> {
  const names = await functionNames()
  const { metafile, outputFiles } = await esbuild({
    ...FOR_LAMBDA,
    absWorkingDir: ROOT,
    entryPoints: names.map(name => ({ in: `functions/${name}/index.ts`, out: `${name}/index` })),
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    // Written below, when all is made.
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

/** What `scripts/build/documents.ts` reads. */
function documents(): BuiltFile[] {
  const folder = join(ROOT, 'dist/pause')
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
