/**
 * Notifications by bot and number; each bot's newest number, which outlives the notification; and the agents' marks.
 * May be repeated.
 */
export const NOTIFICATION_TABLES = `
  CREATE TABLE IF NOT EXISTS notification (
    bot TEXT,
    number INTEGER,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    json TEXT NOT NULL,
    done TEXT,
    PRIMARY KEY (bot, number)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX IF NOT EXISTS notification_by_id ON notification (bot, id);
  CREATE INDEX IF NOT EXISTS notification_open ON notification (bot, number) WHERE done IS NULL;
  CREATE TABLE IF NOT EXISTS notification_count (bot TEXT PRIMARY KEY, newest INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS notification_read (
    bot TEXT,
    agent TEXT,
    up_to INTEGER NOT NULL,
    PRIMARY KEY (bot, agent)
  ) STRICT, WITHOUT ROWID;
`
