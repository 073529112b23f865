import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { DevFile } from '../local/interlude.ts'
import type { EngineName } from '../local/options.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const NODE_FLAGS = ['--disable-warning=ExperimentalWarning']
/** No deadline may come due during a measurement. */
const POLICY = {
  giveUpMs: 24 * 3_600_000,
  alerts: [{ afterMs: 0 }],
  idleMs: 24 * 3_600_000,
  turnGraceMs: 24 * 3_600_000,
}

/** The running servers. They end with the benchmark. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** A server in its own process. */
export interface Server {
  readonly port: number
  readonly pid: number
  stop(): Promise<void>
}

export interface Product extends Server {
  readonly dev: DevFile
}

/** Starts Interlude as `npm start` does, on a free port. `graph`: URL of a double of Meta's Graph API; default: its own. */
export async function startProduct(data: string, engine: EngineName, graph = 'double'): Promise<Product> {
  const args = ['local/start.ts', '--port', '0', '--data', data, '--engine', engine, '--graph', graph]
  const server = await start(args, line => line.includes('Interlude is ready'))
  const dev = JSON.parse(await readFile(join(data, 'dev.json'), 'utf8')) as DevFile
  return { ...server, dev, port: Number(new URL(dev.url).port) }
}

/** Starts one of the programs of `bare/`, which print `listening on PORT`. */
export async function startBare(program: string, args: readonly string[]): Promise<Server> {
  let port = 0
  const server = await start([`bench/bare/${program}`, ...args], line => {
    port = Number(/^listening on (\d+)$/.exec(line)?.[1] ?? 0)
    return port > 0
  })
  return { ...server, port }
}

/** Reads the processor time that a process has used so far, in ms. */
export async function cpuMsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  return ticks * 10
}

/** Reads the resident memory of a process, in MB. */
export async function memoryOf(pid: number): Promise<{ readonly mb: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const kb = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
  return { mb: kb('VmRSS') / 1024 }
}

async function start(args: readonly string[], isReady: (line: string) => boolean): Promise<Omit<Server, 'port'>> {
  const child = spawn(process.execPath, [...NODE_FLAGS, ...(process.env.BENCH_NODE_FLAGS?.split(' ') ?? []), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, INTERLUDE_POLICY: JSON.stringify(POLICY) },
  })
  const gone = new Promise<void>(resolve => child.once('close', () => resolve())).then(() => void running.delete(child))
  running.add(child)
  await ready(child, gone, isReady)
  return {
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM')
      await gone
    },
  }
}

async function ready(child: ChildProcess, gone: Promise<void>, isReady: (line: string) => boolean): Promise<void> {
  const said: string[] = []
  const listening = new Promise<void>(resolve => {
    if (!child.stdout) return
    createInterface({ input: child.stdout }).on('line', line => {
      said.push(line)
      if (isReady(line)) resolve()
    })
  })
  await Promise.race([
    listening,
    gone.then(() => Promise.reject(new Error(`a server did not start:\n${said.join('\n')}`))),
  ])
}
