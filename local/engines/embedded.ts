import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/** A DynamoDB-compatible engine in a child process, on loopback. */
export interface EmbeddedEngine {
  readonly endpoint: string
  readonly pid: number
  /** Ends only the engine. Resolves when its process has ended. */
  close(): Promise<void>
}

const PACKAGE = '@dynoxide/linux-x64'
/** Attempts with a free port: another process may take the port before the engine listens on it. */
const TRIES = 5
/** The engine starts in a few milliseconds, but a busy machine may take seconds. */
const START_MS = 30_000
const STOP_MS = 5_000

/**
 * Starts the engine, and ends it however this process ends: the pipe between them closes even if this process is
 * killed, and the reader at its other end stops the engine. The engine has its own session, so that a terminal's Ctrl-C
 * does not reach it: it has to outlive the code that still writes.
 *
 * The process that becomes the engine prints the pid before it does so. The engine writes its lines in pieces, and
 * another process's output could land in the middle of one.
 *
 * Without the umask, the engine makes its files readable by every user.
 */
const SUPERVISE = `
umask 077
exec 3<&0
sh -c 'echo "$$"; exec "$@"' sh "$@" 3<&- </dev/null 2>&1 &
engine=$!
( read -r _ <&3; kill "$engine" ) 2>/dev/null &
watch=$!
wait "$engine"
code=$?
kill "$watch" 2>/dev/null
exit "$code"
`

/**
 * Starts an engine on a free port, over a file or in memory. Resolves when it listens. Throws if it is not installed or
 * does not start.
 */
export async function startEmbedded({ file }: { readonly file?: string } = {}): Promise<EmbeddedEngine> {
  const binary = embeddedBinary()
  let last: unknown
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      return await startOn(binary, await freePort(), file)
    } catch (error) {
      last = error
      if (!String(error).includes('in use')) break
    }
  }
  throw last
}

/**
 * The path of the engine's program. Throws if the optional package is not installed; the message names alternatives.
 */
export function embeddedBinary(resolve: (id: string) => string = createRequire(import.meta.url).resolve): string {
  try {
    return join(dirname(resolve(`${PACKAGE}/package.json`)), 'dynoxide')
  } catch (error) {
    throw new Error(
      `The embedded DynamoDB engine (${PACKAGE}, optional, Linux on x64 only) is not installed. ` +
        'Name another one in AWS_ENDPOINT_URL_DYNAMODB (http://localhost:8000 for DynamoDB Local), ' +
        'or use the SQLite engine, which runs everywhere.',
      { cause: error },
    )
  }
}

async function startOn(binary: string, port: number, file: string | undefined): Promise<EmbeddedEngine> {
  const args = ['serve', '--port', String(port), ...(file === undefined ? [] : ['--db-path', file])]
  const child = spawn('/bin/sh', ['-c', SUPERVISE, 'sh', binary, ...args], { stdio: 'pipe', detached: true })
  const said: string[] = []
  const exit = once(child, 'exit')
  const started = whenListening(child.stdout, said)
  // `close` follows `exit`: the output may end after the process.
  const closed = once(child, 'close')
  const ended = closed.then(() => Promise.reject(new Error(`the embedded DynamoDB engine ended: ${said.join(' ')}`)))
  const late = new AbortController()
  const tooLate = sleep(START_MS, undefined, { signal: late.signal }).then(() =>
    Promise.reject(new Error('the embedded DynamoDB engine did not start in time')),
  )
  // Only the first to settle counts. Handle the later rejections of the others.
  for (const each of [ended, tooLate]) each.catch(() => {})
  try {
    const pid = await Promise.race([started, ended, tooLate])
    return { endpoint: `http://127.0.0.1:${port}`, pid, close: () => stop(child, pid, exit) }
  } catch (error) {
    child.stdin.destroy()
    throw error
  } finally {
    late.abort()
  }
}

/**
 * Resolves with the engine's pid once it listens. Collects the first 20 other lines in `said`, to explain a failed
 * start; reads and drops later lines.
 */
async function whenListening(output: NodeJS.ReadableStream, said: string[]): Promise<number> {
  let pid: number | undefined
  let isListening = false
  return await new Promise(resolve => {
    createInterface({ input: output }).on('line', line => {
      if (/^\d+$/.test(line)) pid = Number(line)
      else if (line.includes('listening on')) isListening = true
      else if (said.length < 20) said.push(line)
      if (pid !== undefined && isListening) resolve(pid)
    })
  })
}

async function stop(child: ChildProcess, pid: number, exit: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  // While its supervisor runs, the pid still belongs to the engine.
  process.kill(pid, 'SIGTERM')
  const kill = setTimeout(() => process.kill(pid, 'SIGKILL'), STOP_MS)
  await exit
  clearTimeout(kill)
  child.stdin?.destroy()
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
