/**
 * Notifications by bot and number; the newest number of each bot, which outlives the notification; how far agents have read. It
 * may be repeated.
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
