import { readdir, readFile } from 'node:fs/promises'

const LOOK_EVERY_MS = 100
const PAGE_BYTES = 4096
const MB = 1024 * 1024

export interface MemoryWatch {
  /** MB, one figure per sample. */
  readonly megabytes: readonly number[]
  stop(): void
}

/** Samples the resident memory of the largest `node` of a process group: the server, not its launcher. */
export async function watchMemory(group: number): Promise<MemoryWatch> {
  const pid = await largestNode(group)
  const megabytes: number[] = []
  const look = async () => {
    const bytes = await residentBytes(pid).catch(() => undefined)
    if (bytes !== undefined) megabytes.push(Math.round(bytes / MB))
  }
  await look()
  const timer = setInterval(() => void look(), LOOK_EVERY_MS)
  return { megabytes, stop: () => clearInterval(timer) }
}

async function largestNode(group: number): Promise<number> {
  const pids = (await readdir('/proc')).map(Number).filter(pid => pid > 0)
  const sizes = await Promise.all(
    pids.map(async pid => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(stat) ?? []
      const isOurs = Number(rest.split(' ')[2]) === group && /node|MainThread/.test(name)
      return { pid, bytes: isOurs ? await residentBytes(pid).catch(() => 0) : 0 }
    }),
  )
  const [largest] = sizes.sort((a, b) => b.bytes - a.bytes)
  if (!largest?.bytes) throw new Error(`no server in process group ${group}`)
  return largest.pid
}

async function residentBytes(pid: number): Promise<number> {
  const [, pages] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')
  return Number(pages) * PAGE_BYTES
}
