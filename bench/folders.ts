import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The data folders of a run, below one temporary folder. */
export interface Folders {
  /** Makes an empty folder. */
  make(name: string): Promise<string>
  copyOf(folder: string): Promise<string>
  remove(folder: string): Promise<void>
  removeAll(): Promise<void>
}

/**
 * Makes the folders below `INTERLUDE_BENCH_DATA` or the system's temporary folder. The benchmark measures that disk.
 */
export async function openFolders(): Promise<Folders> {
  const root = await mkdtemp(join(process.env.INTERLUDE_BENCH_DATA ?? tmpdir(), 'interlude-bench-'))
  let count = 0
  const remove = (folder: string) => rm(folder, { recursive: true, force: true })
  return {
    async make(name) {
      const folder = join(root, `${name}-${count++}`)
      await mkdir(folder)
      return folder
    },
    async copyOf(folder) {
      const copy = join(root, `copy-${count++}`)
      await cp(folder, copy, { recursive: true })
      return copy
    },
    remove,
    removeAll: () => remove(root),
  }
}
