// Keep this file without imports: clients in a browser use it without the schemas.

/** The version of Interlude, as `package.json` has it. */
export const INTERLUDE_VERSION = '0.1.0'
/** The subprotocol that a client offers and the server answers with. */
export const SUBPROTOCOL = 'interlude.v1'
/** Prefix of the subprotocol that carries a browser's token. */
export const TOKEN_SUBPROTOCOL = 'auth.'
/** The channel of the widget, and of every user with a token of their own. */
export const WEB_CHANNEL = 'web'
/** Longest frame in both directions, in bytes of UTF-8. */
export const MAX_FRAME_BYTES = 32 * 1024
/** Bytes of a frame that are left for its entries or events, beside its other fields. */
export const FRAME_ROOM_BYTES = MAX_FRAME_BYTES - 256
/** Longest entry as JSON, in bytes. A longer one is `message.too_large`. */
export const MAX_ENTRY_BYTES = 24 * 1024
/** Longest note, in UTF-16 units. */
export const MAX_NOTE_CHARS = 10_000
/** Longest comment of an unpause, in characters. */
export const MAX_COMMENT_CHARS = 2_000
/** Most stars of a rating. The fewest are 1. */
export const MAX_STARS = 5
/** Longest comment of a rating, in characters. */
export const MAX_RATING_CHARS = 1_000
/** Longest summary of a conversation that a bot gives to agents, in characters. */
export const MAX_SUMMARY_CHARS = 2_000
/** Longest reason of a pause, a transfer or a decline, in characters. */
export const MAX_REASON_CHARS = 500
/** Maximum length of a notification in characters. */
export const MAX_NOTIFICATION_CHARS = 500
/** Most tags of one conversation. */
export const MAX_TAGS = 20
/** Largest count of conversations. It also means every larger number. */
export const MAX_COUNT = 100
/** Interval of a client's pings while people hold a watched conversation, or while a console is open. */
export const PING_MS = 25_000
/** Most conversations that a `hello` or a `ping` names. */
export const MAX_CURSORS = 50
/** Time for an agent to take a conversation of a bot that does not configure it, in seconds. */
export const DEFAULT_CLAIM_SECONDS = 20 * 60
/** Time without a message after which a conversation of a bot that does not configure it is idle, in seconds. */
export const DEFAULT_IDLE_SECONDS = 60 * 60
/** Upper bounds, included, of the buckets in which reports count durations. The last bucket has no bound. */
export const BUCKET_BOUNDS_MS = [30_000, 60_000, 120_000, 300_000, 900_000, 3_600_000] as const
/** Number of those buckets. */
export const BUCKETS = 7
