import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Adapter, AdapterPayload } from 'oidc-provider'

/** The provider's store of sessions, grants, codes and refresh tokens: one file that survives restarts. */
export interface Records {
  /** The provider's view of one kind of record (`Session`, `Grant`, `RefreshToken`, …). */
  adapter(kind: string): Adapter
  /** Deletes all records of a person: their sessions end, and their refresh tokens become invalid. */
  forget(accountId: string): void
  close(): void
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS record (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    uid TEXT,
    grant_id TEXT,
    account_id TEXT,
    ends_at INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS record_by_grant ON record (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS record_by_account ON record (account_id) WHERE account_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS record_by_end ON record (ends_at);
`

/** The lifetime of a record without an end. */
const NO_END_SECONDS = 30 * 24 * 3600

/** Opens the file, or creates it. Each write deletes expired records. */
export function openRecords(file: string, now: () => number = Date.now): Records {
  // Create the file before SQLite opens it: its write-ahead log gets the file's permissions.
  closeSync(openSync(file, 'a', 0o600))
  const database = new DatabaseSync(file)
  // Losing a record in a crash costs a sign-in; a commit that waits for the disk would delay everything else.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;')
  database.exec(SCHEMA)
  const find = database.prepare('SELECT body FROM record WHERE kind = ? AND id = ? AND ends_at > ?')
  const findByUid = database.prepare('SELECT body FROM record WHERE kind = ? AND uid = ? AND ends_at > ?')
  const upsert = database.prepare(
    'INSERT OR REPLACE INTO record (kind, id, body, uid, grant_id, account_id, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const consume = database.prepare(
    "UPDATE record SET body = json_set(body, '$.consumed', CAST(? AS INTEGER)) WHERE kind = ? AND id = ?",
  )
  const destroy = database.prepare('DELETE FROM record WHERE kind = ? AND id = ?')
  const ofGrant = database.prepare('DELETE FROM record WHERE kind = ? AND grant_id = ?')
  const ofAccount = database.prepare('DELETE FROM record WHERE account_id = ?')
  const ended = database.prepare('DELETE FROM record WHERE ends_at <= ?')
  const seconds = () => Math.floor(now() / 1000)
  const bodyOf = (row: unknown) =>
    row === undefined ? undefined : (JSON.parse((row as { body: string }).body) as AdapterPayload)

  return {
    adapter: kind => ({
      async upsert(id, body, lifetimeSeconds) {
        ended.run(seconds())
        const { uid = null, grantId = null, accountId = null } = body
        upsert.run(
          kind,
          id,
          JSON.stringify(body),
          uid,
          grantId,
          accountId,
          seconds() + (lifetimeSeconds ?? NO_END_SECONDS),
        )
      },
      find: async id => bodyOf(find.get(kind, id, seconds())),
      findByUid: async uid => bodyOf(findByUid.get(kind, uid, seconds())),
      // Only the device flow needs this, and this issuer does not serve it.
      findByUserCode: async () => undefined,
      consume: async id => void consume.run(seconds(), kind, id),
      destroy: async id => void destroy.run(kind, id),
      revokeByGrantId: async grantId => void ofGrant.run(kind, grantId),
    }),
    forget: accountId => void ofAccount.run(accountId),
    close: () => database.close(),
  }
}
