/** A user's conversations with a thread on a channel, each from its first entry on. */
export const THREAD_TABLE = `
  CREATE TABLE IF NOT EXISTS thread (
    bot TEXT,
    channel TEXT,
    user TEXT,
    session INTEGER,
    PRIMARY KEY (bot, channel, user, session)
  ) STRICT, WITHOUT ROWID;
`

/** Migrates from version 2, which lacked the table: fills it from the stored conversations. May be repeated. */
export const THREADS_FROM_2 = `
  DROP TABLE IF EXISTS thread;
  ${THREAD_TABLE}
  INSERT OR IGNORE INTO thread
    SELECT bot, json_extract(state, '$.channel'), json_extract(state, '$.userId'), pk
    FROM session WHERE revision > 0 AND json_extract(state, '$.threadId') IS NOT NULL;
`
