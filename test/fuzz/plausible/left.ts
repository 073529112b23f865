import type { Json, Sender } from './senders.ts'

/** The part of a damaged body that Interlude must still carry out. */
export interface Left {
  /** Words that must stand in the log. */
  readonly words: readonly string[]
  /** Whether people must hold the conversation afterwards. */
  readonly handsOver: boolean
  /** Whether Interlude may refuse the body, since nothing of it can be carried out. */
  readonly mayRefuse: boolean
}

export const NOTHING_LEFT: Left = { words: [], handsOver: false, mayRefuse: true }

/** An entry holds no more; a payload cannot be split. */
const MAX_PAYLOAD_CHARS = 20_000
const MAX_SAY_CHARS = 15_000
const MAX_QUERY_CHARS = 5_000

/**
 * Says what is left of a damaged body, by reading it as a person would: words count where they stand under their own name.
 * `mark` begins each word of the case.
 */
export function leftOf(sender: Sender, body: Json, mark: string): Left {
  switch (sender) {
    case 'message': {
      const words = wordsIn(body, mark)
      return { words, handsOver: false, mayRefuse: words.length === 0 }
    }
    case 'say': {
      // An agent's words are never split: the agent is there to shorten them.
      const words = JSON.stringify(body).length > MAX_SAY_CHARS ? [] : wordsIn(body, mark)
      return { words, handsOver: false, mayRefuse: words.length === 0 }
    }
    case 'addressed': {
      const isAddressed = isIdentity(body.channel) && isIdentity(body.userId) && mayBeIdentity(body.threadId)
      const words = isAddressed ? wordsIn(body, mark) : []
      return { words, handsOver: false, mayRefuse: words.length === 0 }
    }
    case 'answer':
    case 'posted': {
      const words = listOf(body.replies).flatMap(reply => wordsIn(reply, mark))
      const handsOver = asksForPeople(body.handoff)
      return { words, handsOver, mayRefuse: words.length === 0 && !handsOver }
    }
    case 'hitlPause': {
      // A gateway takes no more than 10 KB of a request's line and headers.
      const mayRefuse = encodeURIComponent(JSON.stringify(body)).length > MAX_QUERY_CHARS
      return { words: [], handsOver: !mayRefuse, mayRefuse }
    }
    case 'pause':
      return { words: [], handsOver: true, mayRefuse: false }
    default:
      return sender satisfies never
  }
}

/** The words of one content. Text may be of a neighbouring type; it is still what somebody said. */
function wordsIn(content: unknown, mark: string): readonly string[] {
  if (typeof content === 'string') return marked(content, mark)
  if (Array.isArray(content)) return content.length === 1 ? wordsIn(content[0], mark) : []
  if (typeof content !== 'object' || content === null) return []
  const { text, payload } = content as Json
  const said = JSON.stringify(payload ?? null)
  return [
    ...marked(JSON.stringify(text ?? null), mark),
    ...(said.length <= MAX_PAYLOAD_CHARS ? marked(said, mark) : []),
  ]
}

function marked(text: string, mark: string): readonly string[] {
  return [...new Set(text.match(new RegExp(`${mark}\\d*(?:text|payload)`, 'g')) ?? [])]
}

function listOf(replies: unknown): readonly unknown[] {
  if (Array.isArray(replies)) return replies
  return replies === null || replies === undefined ? [] : [replies]
}

/** A bot that names a handoff with anything in it asks for people. */
function asksForPeople(handoff: unknown): boolean {
  if (typeof handoff === 'object' && handoff !== null) return Object.keys(handoff).length > 0
  return typeof handoff === 'string' ? handoff !== '' : handoff === true
}

/** Ids are never guessed at: two people must not become one. */
function isIdentity(id: unknown): boolean {
  return typeof id === 'number' || (typeof id === 'string' && id !== '' && id.length <= 256 && !/\p{C}/u.test(id))
}

function mayBeIdentity(id: unknown): boolean {
  return id === undefined || id === null || id === '' || isIdentity(id)
}
