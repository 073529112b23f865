import { existsSync } from 'node:fs'
import { InterludeError } from '../../protocol/problem.ts'
import { connect, SCHEMA_VERSION, versionOf } from '../schema.ts'
import type { OnProgress } from './progress.ts'
import { migrateTo10 } from './to-10.ts'
import { migrateTo11 } from './to-11.ts'

/**
 * Upgrades a file of an older version of Interlude. An interrupted upgrade goes on at the next call. Throws
 * `store.unavailable` if a newer version wrote the file, or if the disk has too little space. Call it with the file
 * locked and closed.
 */
export function upgrade(path: string, onProgress: OnProgress): void {
  if (!existsSync(path)) return
  const db = connect(path)
  try {
    const version = versionOf(db)
    if (version > SCHEMA_VERSION) {
      throw new InterludeError(
        'store.unavailable',
        `a newer version of Interlude wrote the data (schema ${version}, known: ${SCHEMA_VERSION})`,
      )
    }
    if (version === 0 || version === SCHEMA_VERSION) return
    migrateTo10(db, onProgress)
  } finally {
    db.close()
  }
  migrateTo11(path, onProgress)
}
