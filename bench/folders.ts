import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Data folders of a run, all below one that goes with it. */
export interface Folders {
  /** An empty one. */
  make(name: string): Promise<string>
  copyOf(folder: string): Promise<string>
  remove(folder: string): Promise<void>
  removeAll(): Promise<void>
}

/** Below `INTERLUDE_BENCH_DATA`, or where the system keeps what is temporary: that is the disk which is measured. */
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
