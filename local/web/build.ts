import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { readIfThere } from '../files.ts'
import { digestOfSources, ROOT, STAMP, type Stamp, WEB_FOLDER } from './sources.ts'

/** What became of the pages: they were up to date, were built, or could not be built. */
export type Built =
  | { readonly status: 'fresh' }
  | { readonly status: 'built'; readonly tookMs: number }
  | { readonly status: 'failed'; readonly output: string }

/**
 * Builds the pages where their sources are newer than the build, in a process of its own, since the tools that build them are large.
 * `building` is called when that begins. Never rejects. `signal` ends the build.
 */
export async function buildIfNeeded(building: () => void, signal: AbortSignal): Promise<Built> {
  try {
    if ((await digestOfBuild()) === (await digestOfSources())) return { status: 'fresh' }
    building()
    const begun = performance.now()
    const { code, output } = await run(signal)
    if (code !== 0) return { status: 'failed', output }
    return { status: 'built', tookMs: Math.round(performance.now() - begun) }
  } catch (error) {
    return { status: 'failed', output: String(error) }
  }
}

/** Of which sources the pages were built; nothing where they were not. */
async function digestOfBuild(): Promise<string | undefined> {
  const stamp = await readIfThere(join(WEB_FOLDER, STAMP))
  return stamp === undefined ? undefined : (JSON.parse(stamp) as Stamp).digest
}

async function run(signal: AbortSignal): Promise<{ code: number | null; output: string }> {
  const args = ['--disable-warning=ExperimentalWarning', join(ROOT, 'scripts/build-web.ts')]
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], signal })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const [code] = await once(child, 'close')
  return { code, output }
}
