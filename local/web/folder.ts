import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../../lib/ports/system.ts'
import type { Built } from './build.ts'
import { type BuiltFile, type BuiltFiles, readBuiltFiles } from './built-files.ts'
import { STAMP } from './sources.ts'

/** The reason why a file cannot be sent. */
export type Missing = 'building' | 'failed' | 'no such file'

/** How often to check the folder for a newer build, at most. */
const LOOK_EVERY_MS = 1_000

/** Finds a file of the pages, or returns why there is none. */
export type FindFile = (path: string) => BuiltFile | Missing

/**
 * Keeps all files of the pages in memory, so that no request opens a file: none can read another file, and none waits
 * for the disk. Loads a newer build at the next request, checking at most once a second.
 */
export function openFolder(folder: string, built: Promise<Built>, log: Log): FindFile {
  let files: BuiltFiles | 'building' | 'failed' = 'building'
  let readAtMs = 0
  let lookedAtMs = 0

  const read = async () => {
    const { mtimeMs } = await stat(join(folder, STAMP))
    if (mtimeMs === readAtMs) return
    files = await readBuiltFiles(folder)
    readAtMs = mtimeMs
  }
  const look = () => {
    const now = performance.now()
    if (files === 'building' || now - lookedAtMs < LOOK_EVERY_MS) return
    lookedAtMs = now
    // If a build is replacing the folder right now, the next check finds it.
    read().catch(() => {})
  }
  const begin = async () => {
    try {
      if ((await built).status === 'failed') files = 'failed'
      else await read()
    } catch (error) {
      log.error('the pages cannot be read', { error: String(error) })
      files = 'failed'
    }
  }
  void begin()

  return path => {
    look()
    if (typeof files === 'string') return files
    return files.get(path) ?? 'no such file'
  }
}
