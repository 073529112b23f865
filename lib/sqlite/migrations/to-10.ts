import type { DatabaseSync } from 'node:sqlite'
import { ADDED, versionOf } from '../schema.ts'
import { CHANNEL_TABLES, NOTIFICATION_TABLES, READ_MARK_TABLE, RECEIPT_TABLE } from '../tables.ts'
import { heldFrom3, queuesFrom9 } from './held-columns.ts'
import { makeWordsAgain } from './make-words.ts'
import type { OnProgress } from './progress.ts'

/**
 * Migrates from version 1, whose feed had copies of the sessions, and which stored sockets although none survives a
 * restart.
 */
const FROM_1 = `
  CREATE TABLE feed_2 (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    session INTEGER NOT NULL,
    revision_before INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    paused_before INTEGER NOT NULL,
    watchers TEXT NOT NULL
  ) STRICT;
  INSERT INTO feed_2
    SELECT position, pk, revision_before, json_extract(feed.state, '$.revision'), paused_before, feed.watchers
    FROM feed JOIN session ON id = json_extract(feed.state, '$.id');
  UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'feed') WHERE name = 'feed_2';
  DROP TABLE feed;
  ALTER TABLE feed_2 RENAME TO feed;
  DROP TABLE socket;
`

/** Migrates from version 2, which lacked the table: fills it from the stored conversations. May be repeated. */
const THREADS_FROM_2 = `
  DROP TABLE IF EXISTS thread;
  CREATE TABLE thread (
    bot TEXT,
    channel TEXT,
    user TEXT,
    session INTEGER,
    PRIMARY KEY (bot, channel, user, session)
  ) STRICT, WITHOUT ROWID;
  INSERT OR IGNORE INTO thread
    SELECT bot, json_extract(state, '$.channel'), json_extract(state, '$.userId'), pk
    FROM session WHERE revision > 0 AND json_extract(state, '$.threadId') IS NOT NULL;
`

/** Migrates a file of version 1 to 9 in its place, and adds later tables to one of version 10. Long work runs in many transactions, each of which may be repeated. */
export function migrateTo10(db: DatabaseSync, onProgress: OnProgress): void {
  const version = versionOf(db)
  if (version === 1) db.exec(`BEGIN IMMEDIATE; ${FROM_1} PRAGMA user_version = 2; COMMIT`)
  if (version <= 2) {
    db.exec(`BEGIN IMMEDIATE; ${THREADS_FROM_2} COMMIT`)
    makeWordsAgain(db, onProgress)
  }
  if (version < 4) heldFrom3(db)
  if (version < 10) {
    queuesFrom9(db)
    const added = `${READ_MARK_TABLE} ${RECEIPT_TABLE} ${NOTIFICATION_TABLES} ${CHANNEL_TABLES}`
    db.exec(`BEGIN IMMEDIATE; ${added} PRAGMA user_version = 10; COMMIT`)
  }
  // Does not write to a file that has them, so that an interrupted copy still is one of this file.
  db.exec(ADDED)
}
