import { DatabaseSync } from 'node:sqlite'

/** The tables of schema 10 that schema 11 replaced. */
const TABLES = `
  CREATE TABLE session (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    bot TEXT NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    last_event INTEGER NOT NULL,
    waiting_since INTEGER,
    queue TEXT,
    agent TEXT,
    due INTEGER,
    name TEXT,
    email TEXT NOT NULL DEFAULT '',
    watchers TEXT NOT NULL,
    state TEXT NOT NULL
  ) STRICT;
  CREATE INDEX session_recent ON session (bot, last_event) WHERE revision > 0;
  CREATE INDEX session_paused ON session (bot, last_event) WHERE paused = 1;
  CREATE INDEX session_waiting ON session (bot, waiting_since) WHERE waiting_since IS NOT NULL;
  CREATE INDEX session_agent ON session (bot, agent, last_event) WHERE agent IS NOT NULL;
  CREATE INDEX session_queue ON session (bot, queue, waiting_since) WHERE waiting_since IS NOT NULL;
  CREATE INDEX session_due ON session (due) WHERE due IS NOT NULL;
  CREATE TABLE entry (session INTEGER, seq INTEGER, json TEXT NOT NULL, PRIMARY KEY (session, seq)) STRICT, WITHOUT ROWID;
  CREATE TABLE thread (
    bot TEXT,
    channel TEXT,
    user TEXT,
    session INTEGER,
    PRIMARY KEY (bot, channel, user, session)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE feed (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    session INTEGER NOT NULL,
    revision_before INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    paused_before INTEGER NOT NULL,
    watchers TEXT NOT NULL
  ) STRICT;
`

const INDEXES = ['paused', 'waiting', 'agent', 'queue', 'due'].map(name => `DROP INDEX session_${name};`).join('\n')

/** Conversations got rising numbers, in the order of their beginning. */
const NUMBERS = `
  CREATE TEMP TABLE number AS
    SELECT pk, row_number() OVER (ORDER BY first, pk) AS old
    FROM session LEFT JOIN (SELECT session, min(position) AS first FROM entry GROUP BY session) ON session = pk;
  CREATE UNIQUE INDEX temp.number_of_pk ON number (pk);
`

/** Tables that schema 11 has as well, with other numbers of conversations. */
const RENUMBERED = ['attributes', 'episode', 'word', 'read_mark', 'receipts']
  .map(
    table => `
      CREATE TEMP TABLE copy AS SELECT * FROM ${table};
      DELETE FROM ${table};
      UPDATE copy SET session = (SELECT old FROM number WHERE pk = session);
      INSERT INTO ${table} SELECT * FROM copy;
      DROP TABLE temp.copy;`,
  )
  .join('\n')

const TO_10 = `
  BEGIN;
  ${NUMBERS}
  ${INDEXES}
  ${RENUMBERED}
  ALTER TABLE session RENAME TO session_11;
  ALTER TABLE entry RENAME TO entry_11;
  ALTER TABLE thread RENAME TO thread_11;
  CREATE TEMP TABLE feed_11 AS SELECT * FROM feed;
  CREATE TEMP TABLE acknowledged AS SELECT seq FROM sqlite_sequence WHERE name = 'feed';
  DROP TABLE feed;
  ${TABLES}
  INSERT INTO session
    SELECT old, id, bot, version, revision, paused, last_event, waiting_since, queue, agent, due, name, email, watchers,
      state
    FROM session_11 JOIN number USING (pk);
  INSERT INTO entry SELECT old, seq, json FROM entry_11 JOIN number ON pk = session;
  INSERT INTO thread SELECT bot, channel, user, old FROM thread_11 JOIN number ON pk = session;
  INSERT INTO feed
    SELECT position, old, revision_before, revision, paused_before, watchers FROM feed_11 JOIN number ON pk = session;
  DELETE FROM sqlite_sequence WHERE name = 'feed';
  INSERT INTO sqlite_sequence SELECT 'feed', seq FROM acknowledged;
  DROP TABLE session_11;
  DROP TABLE entry_11;
  DROP TABLE thread_11;
  DROP TABLE mark;
  DROP TABLE recent;
  DROP TABLE conversations;
  PRAGMA user_version = 10;
  COMMIT;
`

/** Converts a closed file of schema 11 back to schema 10. Does nothing to an older one. */
export function asVersion10(path: string): void {
  const db = new DatabaseSync(path)
  if (db.prepare('PRAGMA user_version').get()?.user_version === 11) db.exec(TO_10)
  db.close()
}
