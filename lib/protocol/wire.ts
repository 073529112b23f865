// Imports nothing: clients in a browser take these without the schemas.

/** The subprotocol that a client offers and the server answers with. */
export const SUBPROTOCOL = 'interlude.v1'
/** Prefix of the subprotocol by which a browser hands in its token. */
export const TOKEN_SUBPROTOCOL = 'auth.'
/** No frame is longer than this, either way (bytes of UTF-8). */
export const MAX_FRAME_BYTES = 32 * 1024
/** An entry is at most this many bytes as JSON, else `message.too_large`. */
export const MAX_ENTRY_BYTES = 24 * 1024
/** A note has at most this many UTF-16 units. */
export const MAX_NOTE_CHARS = 10_000
/** Counting conversations ends here: a greater number is told as this one. */
export const MAX_COUNT = 100
/** How often a client pings: while a person holds a conversation that it watches, or a console is open. */
export const PING_MS = 25_000
/** A `hello` or a `ping` names so many conversations at most. */
export const MAX_CURSORS = 50
