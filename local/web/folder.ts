import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../../lib/ports/system.ts'
import type { Built } from './build.ts'
import { type BuiltFile, type BuiltFiles, readBuiltFiles } from './built-files.ts'
import { STAMP } from './sources.ts'

/** Why a file cannot be sent. */
export type Missing = 'building' | 'failed' | 'no such file'

/** How often the folder is looked at for a newer build. */
const LOOK_EVERY_MS = 1_000

/** Finds a file of the pages, or says why there is none. */
export type FindFile = (path: string) => BuiltFile | Missing

/**
 * Holds all files of the pages in memory, so that no request opens a file: none can reach what is no page's, and none waits for the disk.
 * A newer build is taken up within a second of the next request.
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
    // A build that replaces the folder at this moment is found by the next look.
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
