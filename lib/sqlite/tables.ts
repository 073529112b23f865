/** How far agents have read, and until when (ms) a mark is kept. May be repeated. */
export const READ_MARK_TABLE = `
  CREATE TABLE IF NOT EXISTS read_mark (
    session INTEGER,
    agent TEXT,
    seq INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (session, agent)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS read_mark_expires ON read_mark (expires);
`

/**
 * The agents of each bot: presence (until when they count as connected, and when their conversations go back), load, and
 * when they last got a conversation. May be repeated.
 */
export const AGENT_TABLE = `
  CREATE TABLE IF NOT EXISTS agent (
    bot TEXT,
    id TEXT,
    name TEXT,
    roles TEXT NOT NULL DEFAULT '[]',
    away INTEGER NOT NULL DEFAULT 0,
    seen_until INTEGER NOT NULL DEFAULT 0,
    gone_at INTEGER,
    load INTEGER NOT NULL DEFAULT 0,
    assigned_at INTEGER,
    PRIMARY KEY (bot, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS agent_gone ON agent (gone_at) WHERE gone_at IS NOT NULL;
`

/** How far the messages of each conversation have got at its user, as JSON. May be repeated. */
export const RECEIPT_TABLE = `
  CREATE TABLE IF NOT EXISTS receipts (session INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
`

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

/**
 * The bots that accounts of platforms belong to, and the operator's applications at platforms, whose `fields` are JSON.
 * May be repeated.
 */
export const CHANNEL_TABLES = `
  CREATE TABLE IF NOT EXISTS account (
    type TEXT,
    id TEXT,
    bot TEXT NOT NULL,
    PRIMARY KEY (type, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS platform_app (
    type TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    fields TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`

/** The dead letters of events, by the time of the event. `session`: its id. `place` orders events of the same time. */
export const DEAD_EVENT_TABLE = `
  CREATE TABLE IF NOT EXISTS dead_event (
    place INTEGER PRIMARY KEY,
    bot TEXT NOT NULL,
    at INTEGER NOT NULL,
    session TEXT NOT NULL,
    seq INTEGER NOT NULL,
    failed_at INTEGER NOT NULL,
    json TEXT NOT NULL,
    UNIQUE (session, seq)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS dead_event_recent ON dead_event (bot, at, place);
`

/**
 * The counters of handoffs by bot, day, queue and agent (each empty if there is none), and summaries of days and months,
 * as JSON. May be repeated.
 */
export const REPORT_TABLES = `
  CREATE TABLE IF NOT EXISTS tally (
    bot TEXT,
    day TEXT,
    queue TEXT,
    agent TEXT,
    name TEXT,
    json TEXT NOT NULL,
    PRIMARY KEY (bot, day, queue, agent)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS summary (
    bot TEXT,
    period TEXT,
    body TEXT NOT NULL,
    PRIMARY KEY (bot, period)
  ) STRICT, WITHOUT ROWID;
`

/** The subscriptions to alerts of each bot, as JSON. May be repeated. */
export const SUBSCRIPTION_TABLE = `
  CREATE TABLE IF NOT EXISTS subscription (
    bot TEXT,
    id TEXT,
    json TEXT NOT NULL,
    PRIMARY KEY (bot, id)
  ) STRICT, WITHOUT ROWID;
`

/** The own canned replies of each bot's agents. `items` is JSON. May be repeated. */
export const OWN_REPLIES_TABLE = `
  CREATE TABLE IF NOT EXISTS own_replies (
    bot TEXT,
    agent TEXT,
    version INTEGER NOT NULL,
    items TEXT NOT NULL,
    PRIMARY KEY (bot, agent)
  ) STRICT, WITHOUT ROWID;
`
