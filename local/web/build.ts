import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { defined } from '../../lib/defined.ts'
import { readIfThere } from '../files.ts'
import { digestOfSources, ROOT, STAMP, type Stamp, WEB_FOLDER } from './sources.ts'

/** The outcome of a build: the pages were up to date, were built, or could not be built. */
export type Built =
  | { readonly status: 'fresh' }
  | { readonly status: 'built'; readonly tookMs: number }
  | { readonly status: 'failed'; readonly output: string }

export interface BuildOptions {
  /** Called when a build begins. */
  readonly building: () => void
  /** Aborts the build. */
  readonly signal?: AbortSignal
  readonly root?: string
  readonly folder?: string
  readonly script?: string
}

/**
 * Builds the pages if their sources differ from those of the last build. Runs a child process, since the build tools
 * are large. Never rejects.
 */
export async function buildIfNeeded({
  building,
  signal,
  root = ROOT,
  folder = WEB_FOLDER,
  script = join(ROOT, 'scripts/build-web.ts'),
}: BuildOptions): Promise<Built> {
  try {
    if ((await digestOfBuild(folder)) === (await digestOfSources(root))) return { status: 'fresh' }
    building()
    const begun = performance.now()
    const { code, output } = await run(script, root, signal)
    if (code !== 0) return { status: 'failed', output }
    return { status: 'built', tookMs: Math.round(performance.now() - begun) }
  } catch (error) {
    return { status: 'failed', output: String(error) }
  }
}

/** The digest of the sources of the last build. Undefined if there is none, or if its stamp is damaged. */
async function digestOfBuild(folder: string): Promise<string | undefined> {
  const text = await readIfThere(join(folder, STAMP))
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Stamp).digest
  } catch {
    return undefined
  }
}

async function run(
  script: string,
  cwd: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly code: unknown; readonly output: string }> {
  const args = ['--disable-warning=ExperimentalWarning', script]
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], ...defined({ signal }) })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const [code] = await once(child, 'close')
  return { code, output }
}
