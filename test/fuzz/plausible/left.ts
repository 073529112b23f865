import type { Json, Sender } from './senders.ts'

/** The part of a damaged body that Interlude must still carry out. */
export interface Left {
  /** Words that the log must have. */
  readonly words: readonly string[]
  /** Whether people must have control afterwards. */
  readonly handsOver: boolean
  /** Whether Interlude may refuse the body, because it cannot carry out any of it. */
  readonly mayRefuse: boolean
}

export const NOTHING_LEFT: Left = { words: [], handsOver: false, mayRefuse: true }

/** The limits of an entry, since a payload cannot be split. */
const MAX_PAYLOAD_CHARS = 20_000
const MAX_SAY_CHARS = 15_000
const MAX_QUERY_CHARS = 5_000

/**
 * Returns what must survive of a damaged body, read as a person would: words count if they are under their own name.
 * `mark` begins each word of the case.
 */
export function leftOf(sender: Sender, body: Json, mark: string): Left {
  switch (sender) {
    case 'message': {
      const words = wordsIn(body, mark)
      return { words, handsOver: false, mayRefuse: words.length === 0 }
    }
    case 'say': {
      // An agent's text is never split: the agent can shorten it.
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
      // A gateway accepts at most 10 KB of request line and headers.
      const mayRefuse = encodeURIComponent(JSON.stringify(body)).length > MAX_QUERY_CHARS
      return { words: [], handsOver: !mayRefuse, mayRefuse }
    }
    case 'pause':
      return { words: [], handsOver: true, mayRefuse: false }
    default:
      return sender satisfies never
  }
}

/** The words of one content. A text of a neighbouring type still counts. */
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

/** A handoff of any non-empty value asks for people. */
function asksForPeople(handoff: unknown): boolean {
  if (typeof handoff === 'object' && handoff !== null) return Object.keys(handoff).length > 0
  return typeof handoff === 'string' ? handoff !== '' : handoff === true
}

/** Ids are never guessed: that could merge two people. */
function isIdentity(id: unknown): boolean {
  return typeof id === 'number' || (typeof id === 'string' && id !== '' && id.length <= 256 && !/\p{C}/u.test(id))
}

function mayBeIdentity(id: unknown): boolean {
  return id === undefined || id === null || id === '' || isIdentity(id)
}
