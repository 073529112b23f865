/** Which conversations with a thread a user has on a channel: a row from the conversation's first entry on. */
export const THREAD_TABLE = `
  CREATE TABLE IF NOT EXISTS thread (
    bot TEXT,
    channel TEXT,
    user TEXT,
    session INTEGER,
    PRIMARY KEY (bot, channel, user, session)
  ) STRICT, WITHOUT ROWID;
`

/** From version 2, which had no such table: fills it from the stored conversations. It may be repeated. */
export const THREADS_FROM_2 = `
  DROP TABLE IF EXISTS thread;
  ${THREAD_TABLE}
  INSERT OR IGNORE INTO thread
    SELECT bot, json_extract(state, '$.channel'), json_extract(state, '$.userId'), pk
    FROM session WHERE revision > 0 AND json_extract(state, '$.threadId') IS NOT NULL;
`
