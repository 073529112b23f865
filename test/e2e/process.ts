import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readIfThere } from '../../local/files.ts'
import type { DevFile } from '../../local/interlude.ts'
import type { EngineName } from '../../local/options.ts'

export interface Interlude {
  readonly dev: DevFile
  readonly data: string
  /** Its process group. */
  readonly group: number
  /** Its output so far. */
  output(): string
  /** `kill -9` of the whole process group; resolves when it is gone. */
  kill(): Promise<void>
  /** SIGTERM, as an operator would send; resolves when the process is gone. */
  stop(): Promise<void>
}

const START_WITHIN_MS = 60_000

/** The running processes. All of them are killed when the tests exit, even early. */
const living = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of living) signalGroup(child, 'SIGKILL')
})

/** Creates a data folder in the system's temporary folder. */
export async function aDataFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'interlude-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** Starts Interlude as a user does (`npm start`), in its own process group, on a free port unless `port` is set. */
export async function startInterlude(options: {
  readonly engine: EngineName
  readonly data: string
  readonly policy?: Readonly<Record<string, unknown>>
  readonly port?: number
  /** URL of a double of Meta's Graph API. By default Interlude runs its own. */
  readonly graph?: string
}): Promise<Interlude> {
  const { engine, data, policy = {}, port = 0, graph = 'double' } = options
  const child = spawn('npm', ['start', '--silent', '--', '--engine', engine, '--port', `${port}`, '--data', data], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, INTERLUDE_POLICY: JSON.stringify(policy), INTERLUDE_GRAPH: graph },
  })
  living.add(child)
  let output = ''
  child.stdout.on('data', chunk => {
    output += chunk
  })
  child.stderr.on('data', chunk => {
    output += chunk
  })
  const gone = new Promise<void>(resolve => child.once('close', () => resolve())).then(() => void living.delete(child))
  const signal = async (name: NodeJS.Signals) => {
    signalGroup(child, name)
    await gone
  }
  try {
    const dev = await devFileOf(data, child, () => output)
    return {
      dev,
      data,
      group: child.pid ?? 0,
      output: () => output,
      kill: () => signal('SIGKILL'),
      stop: () => signal('SIGTERM'),
    }
  } catch (error) {
    await signal('SIGKILL')
    throw error
  }
}

async function devFileOf(data: string, child: ChildProcess, output: () => string): Promise<DevFile> {
  const deadline = Date.now() + START_WITHIN_MS
  // A killed earlier run leaves its file behind. The ready line shows that this run wrote its own.
  while (Date.now() < deadline && child.exitCode === null) {
    const text = output().includes('Interlude is ready') ? await readIfThere(join(data, 'dev.json')) : undefined
    if (text !== undefined) return JSON.parse(text)
    await sleep(20)
  }
  throw new Error(`Interlude did not start:\n${output()}`)
}

function signalGroup(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null) return
  try {
    process.kill(-child.pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
