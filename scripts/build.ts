import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build as esbuild, type Metafile } from 'esbuild'
import { docs, openApi } from '../functions/setup/documents.ts'
import { builtIn } from './build/built-in.ts'
import { leftOut } from './build/left-out.ts'
import { minifiedAgain } from './build/minify.ts'
import { oneStart } from './build/one-start.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The options of a bundle for Lambda: one module with all its dependencies. */
export const FOR_LAMBDA = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
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
 * Bundles every function with its dependencies to `dist/<name>/index.mjs` and the files that it imports, with a source
 * map for each. A start reads one large file; code behind an `import()` has files of its own. Adds the API's documents to
 * the function that serves them. The same sources and dependencies give the same bytes.
 */
export async function build({ write = true } = {}): Promise<Bundles> {
  const built = await Promise.all((await functionNames()).map(bundle))
  const metafile = {
    inputs: Object.assign({}, ...built.map(each => each.metafile.inputs)),
    outputs: Object.assign({}, ...built.map(each => each.metafile.outputs)),
  }
  const outputFiles = built.flatMap(each => each.outputFiles)
  const files = [...outputFiles.map(({ path, contents }) => ({ path, contents })), ...documents()]
  if (write) {
    // The names of files change with their contents, so remove those of an earlier build.
    for (const name of await functionNames()) await rm(join(ROOT, 'dist', name), { recursive: true, force: true })
    for (const { path, contents } of files) {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, contents)
    }
  }
  return { metafile, files }
}

/** Bundles one function. Functions share no files, since each is deployed alone. */
async function bundle(name: string) {
  const entry = `functions/${name}/index.ts`
  return await esbuild({
    ...FOR_LAMBDA,
    absWorkingDir: ROOT,
    entryPoints: [{ in: entry, out: 'index' }],
    outdir: `dist/${name}`,
    outExtension: { '.js': '.mjs' },
    splitting: true,
    chunkNames: '[name]-[hash]',
    // Written below, once all files are complete.
    write: false,
    metafile: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    charset: 'utf8',
    plugins: [oneStart(ROOT, entry), leftOut, builtIn, minifiedAgain],
  })
}

/** The files that a function reads when it starts, as `metafile` names them: its entry, and all that this imports. */
export function filesAtStart({ outputs }: Metafile, name: string): readonly string[] {
  const files = new Set<string>()
  const add = (file: string) => {
    if (files.has(file)) return
    files.add(file)
    for (const { path, kind } of outputs[file]?.imports ?? []) if (kind === 'import-statement') add(path)
  }
  add(`dist/${name}/index.mjs`)
  return [...files]
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
  for (const name of await functionNames()) {
    const files = filesAtStart(metafile, name)
    const bytes = files.reduce((sum, file) => sum + (metafile.outputs[file]?.bytes ?? 0), 0)
    console.log(`dist/${name}  ${Math.round(bytes / 1024)} KB in ${files.length} file(s) at the start`)
  }
}
