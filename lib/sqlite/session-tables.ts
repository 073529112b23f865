/** Indexes pending conversations by the start of their wait, and each agent's conversations by the last event. */
export const HELD_INDEXES = `
  CREATE INDEX IF NOT EXISTS session_waiting ON session (bot, waiting_since) WHERE waiting_since IS NOT NULL;
  CREATE INDEX IF NOT EXISTS session_agent ON session (bot, agent, last_event) WHERE agent IS NOT NULL;
`

/** Indexes the pending conversations of each queue by the start of their wait. */
export const QUEUE_INDEX = `
  CREATE INDEX IF NOT EXISTS session_queue ON session (bot, queue, waiting_since) WHERE waiting_since IS NOT NULL;
`

/**
 * Conversations. `pk` is the key that their id gives them (`session-keys.ts`), `newest` the position of the newest entry
 * (0 if there is none), `state` the domain's part as JSON. The other columns serve the lists: `waiting_since` and
 * `queue` while it waits for an agent, `agent` while an agent has it. `name` (NULL before it has words) and `email`
 * (empty if unknown) are the values from which its words were made. No index covers all conversations, so a message
 * changes a single page at a random place.
 */
const SESSION_TABLE = `
  CREATE TABLE session (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    bot TEXT NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    newest INTEGER NOT NULL,
    paused INTEGER NOT NULL,
    last_event INTEGER NOT NULL,
    waiting_since INTEGER,
    queue TEXT,
    agent TEXT,
    due INTEGER,
    name TEXT,
    email TEXT NOT NULL,
    watchers TEXT NOT NULL,
    state TEXT NOT NULL
  ) STRICT;
  CREATE INDEX session_paused ON session (bot, last_event) WHERE paused = 1;
  ${HELD_INDEXES}
  ${QUEUE_INDEX}
  CREATE INDEX session_due ON session (due) WHERE due IS NOT NULL;
`

/**
 * The entries of all logs in the order of their commits. `previous` is the position of the entry before it in its
 * conversation (0 if there is none), `mark` has the position of every 64th entry. `recent` orders each bot's
 * conversations by their newest entry, and has some former places of conversations as well (`writes/log.ts`).
 * `conversations` counts those with an entry.
 */
const LOG_TABLES = `
  CREATE TABLE entry (
    position INTEGER PRIMARY KEY,
    session INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    previous INTEGER NOT NULL,
    json TEXT NOT NULL
  ) STRICT;
  CREATE TABLE mark (
    session INTEGER,
    number INTEGER,
    position INTEGER NOT NULL,
    PRIMARY KEY (session, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE recent (
    bot TEXT,
    position INTEGER,
    session INTEGER NOT NULL,
    PRIMARY KEY (bot, position)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE conversations (bot TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`

/** Finds the words of a conversation, to replace them. */
export const WORD_INDEX = 'CREATE INDEX word_of_session ON word (session);'

/** Everything about a user and an episode that belongs to a conversation, by its key. */
const DETAIL_TABLES = `
  CREATE TABLE attributes (session INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE episode (
    session INTEGER,
    number INTEGER,
    bot TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (session, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX episode_recent ON episode (bot, started_at, session, number);

  CREATE TABLE word (bot TEXT, word TEXT, session INTEGER, PRIMARY KEY (bot, word, session)) STRICT, WITHOUT ROWID;
  ${WORD_INDEX}
`

/**
 * A user's conversations with a thread on a channel, in the order in which they began: `place` is the position of the
 * first entry, and below 0 for those of files of version 10.
 */
const THREAD_TABLE = `
  CREATE TABLE thread (
    bot TEXT,
    channel TEXT,
    user TEXT,
    place INTEGER,
    session INTEGER NOT NULL,
    PRIMARY KEY (bot, channel, user, place)
  ) STRICT, WITHOUT ROWID;
`

/**
 * The commits that are not acknowledged; their changes are in the log, up to the entry at `newest`. AUTOINCREMENT, so
 * that an acknowledged position is never used again.
 */
const FEED_TABLE = `
  CREATE TABLE feed (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    session INTEGER NOT NULL,
    newest INTEGER NOT NULL,
    revision_before INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    paused_before INTEGER NOT NULL,
    watchers TEXT NOT NULL
  ) STRICT;
`

/** Conversations, their logs, and all that their commits write. */
export const SESSION_TABLES = `${SESSION_TABLE} ${LOG_TABLES} ${DETAIL_TABLES} ${THREAD_TABLE} ${FEED_TABLE}`
