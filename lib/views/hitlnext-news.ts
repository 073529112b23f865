import type { MessageEntry } from '../protocol/entry.ts'
import type { HitlnextEvent, HitlnextHandoff, HitlnextNews } from '../protocol/hitlnext.ts'
import { FRAME_ROOM_BYTES } from '../protocol/wire.ts'
import type { Session } from '../session/session.ts'

/** The handoffs that a commit began or changed, by number in order, and the messages while people held the conversation. */
export interface Touched {
  readonly handoffs: ReadonlyMap<number, 'create' | 'update'>
  readonly said: readonly MessageEntry[]
}

/** Returns what a commit means for the handoffs of a conversation. `session` is its state with the new entries. */
export function touchedBy({
  session: { episodes, tail },
  isPausedBefore,
}: {
  readonly session: Pick<Session, 'episodes' | 'tail'>
  readonly isPausedBefore: boolean
}): Touched {
  const handoffs = new Map<number, 'create' | 'update'>()
  const said: MessageEntry[] = []
  let isHeld = isPausedBefore
  let number = episodes - tail.filter(({ kind }) => kind === 'paused').length
  const change = () => {
    if (number > 0 && !handoffs.has(number)) handoffs.set(number, 'update')
  }
  for (const entry of tail) {
    switch (entry.kind) {
      case 'paused':
        number = entry.episode
        isHeld = true
        handoffs.set(number, 'create')
        break
      case 'resumed':
        isHeld = false
        change()
        break
      case 'assigned':
      case 'transferred':
      case 'tagged':
        change()
        break
      case 'note':
        if (entry.by.type === 'agent') change()
        break
      case 'message':
        if (!isHeld) break
        said.push(entry)
        if (entry.by.type === 'user') change()
        break
      case 'withheld':
      case 'declined':
      case 'snoozed':
      case 'woken':
      case 'alerted':
      case 'rated':
      case 'acknowledged':
      case 'undeliverable':
      case 'redelivery':
      // The module knows no supervised bots.
      case 'proposed':
      case 'reviewed':
      case 'supervised':
        break
      default:
        entry satisfies never
    }
  }
  return { handoffs, said }
}

/** Bytes of JSON around the payload of an event in a frame. */
const AROUND_BYTES = 256
const MOST_BYTES = FRAME_ROOM_BYTES - AROUND_BYTES

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value)) + 1

/** An event of a handoff. Leaves out the oldest comments, and then the user's attributes, if it is too long for a frame. */
export function handoffNews(type: 'create' | 'update', handoff: HitlnextHandoff): HitlnextNews {
  return { resource: 'handoff', type, id: handoff.id, payload: fitting(handoff) }
}

function fitting(handoff: HitlnextHandoff): HitlnextHandoff {
  if (bytesOf(handoff) <= MOST_BYTES) return handoff
  const [newest] = handoff.comments.slice(-1)
  if (!newest) return withoutAttributes(handoff)
  let room = MOST_BYTES - bytesOf({ ...handoff, comments: [newest] })
  if (room < 0) return withoutAttributes({ ...handoff, comments: [newest] })
  const kept = [newest]
  for (const comment of handoff.comments.slice(0, -1).reverse()) {
    room -= bytesOf(comment)
    if (room < 0) break
    kept.unshift(comment)
  }
  return { ...handoff, comments: kept }
}

function withoutAttributes(handoff: HitlnextHandoff): HitlnextHandoff {
  return { ...handoff, user: { ...handoff.user, attributes: {} } }
}

/** An event of a message. Leaves out its payload if it is too long for a frame: `preview` has the text. */
export function messageNews(message: HitlnextEvent): HitlnextNews {
  const { payload: _payload, ...event } = message.event
  const payload = bytesOf(message) <= MOST_BYTES ? message : { ...message, event }
  return { resource: 'event', type: 'create', id: null, payload }
}
