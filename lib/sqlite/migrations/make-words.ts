import type { DatabaseSync } from 'node:sqlite'
import { wordsOf } from '../../search/words.ts'
import { withEmail } from '../../session/email.ts'
import type { Session } from '../../session/session.ts'
import { wordWriter } from '../writes/words.ts'
import { hasColumn } from './has-column.ts'
import type { OnProgress } from './progress.ts'

/** Sessions of one transaction: few enough for memory and for SQLite's log, however large the file is. */
const AT_ONCE = 1_000
const TELL_EVERY = 50_000

interface Row {
  readonly pk: number
  readonly bot: string
  readonly state: string
  readonly attributes: string | null
}

/**
 * Migrates from version 2: makes the words of all sessions again, and copies the users' e-mails from their attributes.
 * After an interruption the next start begins again, since every step may be repeated.
 */
export function makeWordsAgain(db: DatabaseSync, onProgress: OnProgress): void {
  if (!hasColumn(db, 'session', 'email')) db.exec(`ALTER TABLE session ADD COLUMN email TEXT NOT NULL DEFAULT ''`)
  const next = db.prepare(
    `SELECT pk, bot, state, attributes.json AS attributes
     FROM session LEFT JOIN attributes ON attributes.session = pk
     WHERE pk > ? AND name IS NOT NULL ORDER BY pk LIMIT ${AT_ONCE}`,
  )
  const setEmail = db.prepare(`UPDATE session SET email = ?, state = ? WHERE pk = ?`)
  const putWords = wordWriter(db)
  const total = Number(db.prepare('SELECT count(*) AS sessions FROM session WHERE name IS NOT NULL').get()?.sessions)

  function takeOver({ pk, bot, state, attributes }: Row): void {
    const session = JSON.parse(state) as Session
    const user = attributes === null ? session.user : withEmail(session.user, JSON.parse(attributes))
    if (user !== session.user) setEmail.run(user.email ?? '', JSON.stringify({ ...session, user }), pk)
    putWords(pk, bot, wordsOf({ userId: session.userId, user }), true)
  }

  let after = 0
  for (let done = 0; done < total; ) {
    const rows = next.all(after) as unknown as Row[]
    if (rows.length === 0) break
    db.exec('BEGIN IMMEDIATE')
    for (const row of rows) takeOver(row)
    db.exec('COMMIT')
    after = rows.at(-1)?.pk ?? after
    const before = done
    done += rows.length
    if (Math.floor(done / TELL_EVERY) > Math.floor(before / TELL_EVERY)) onProgress({ done, total })
  }
}
