import { defined } from '../../defined.ts'
import { isObject } from '../../protocol/mend.ts'
import { cut } from '../../protocol/menders.ts'
import type { Content } from '../../protocol/message.ts'
import { bounded } from '../bounded.ts'
import type { ChannelEvent } from '../channel.ts'
import { derivedId, idOf, instantOf, isoOf, type Json, kept, objectOf, partId, textOf } from '../fields.ts'
import { contentsOf } from './contents.ts'
import { controlOf } from './control.ts'
import { saidBy } from './say.ts'

/** The facts that readers of an event need. `warn` must get neither texts nor ids of people. */
export interface Context {
  readonly pageId: string
  readonly ownAppId: string | undefined
  readonly warn: (what: string) => void
}

/** An event, with the person whom it is about. */
interface Source extends Context {
  readonly event: Json
  readonly userId: string
}

export interface ReadEvents {
  readonly userId: string
  readonly events: readonly ChannelEvent[]
}

type Reader = (part: Json, source: Source) => readonly ChannelEvent[]

/**
 * The kinds of events, by their field. Sources: the pages of their webhook fields below
 * developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events.
 */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['message', readMessage],
  ['postback', readPostback],
  ['referral', (part, source) => readSign('referral', part, source)],
  ['optin', (part, source) => readSign('optin', part, source)],
  ['reaction', readReaction],
  ['message_edit', readEdit],
  ['delivery', (part, source) => readReceipt('delivered', part, source)],
  ['read', (part, source) => readReceipt('read', part, source)],
  ['pass_thread_control', (part, source) => [controlOf('pass_thread_control', part, ownerOf(source))]],
  ['take_thread_control', (part, source) => [controlOf('take_thread_control', part, ownerOf(source))]],
])

/** Names the kind of an event, for warnings: the first field that could be one. */
export function kindOf(event: unknown): string {
  if (!isObject(event)) return 'unknown'
  const names = Object.keys(event).filter(name => !['sender', 'recipient', 'timestamp'].includes(name))
  const kind = names.find(name => READERS.has(name)) ?? names[0] ?? 'empty'
  return /^[a-z][a-z_]{0,39}$/.test(kind) ? kind : 'unknown'
}

/**
 * Reads an event of a page. Returns undefined for one that is not about a person's conversation, or of a kind that
 * Interlude does not use. Never throws.
 */
export function readEvent(event: unknown, context: Context): ReadEvents | undefined {
  if (!isObject(event)) {
    context.warn('is not an object')
    return undefined
  }
  const found = [...READERS].filter(([name]) => isObject(event[name]))
  if (found.length === 0) {
    context.warn('is of a kind that is not used')
    return undefined
  }
  const userId = userOf(event, context.pageId)
  if (userId === undefined) {
    context.warn('has no id of a person')
    return undefined
  }
  const source = { ...context, event, userId }
  return { userId, events: found.flatMap(([name, read]) => read(objectOf(event[name]), source)) }
}

/** Returns the person of an event: the one of sender and recipient that is not the page. */
function userOf({ sender, recipient, message }: Json, pageId: string): string | undefined {
  const [from, to] = [idOf(objectOf(sender).id), idOf(objectOf(recipient).id)]
  const [first, second] = objectOf(message).is_echo === true ? [to, from] : [from, to]
  const person = first === pageId ? second : first
  return person === pageId ? undefined : person
}

function readMessage(message: Json, source: Source): readonly ChannelEvent[] {
  const { event, userId, pageId, warn } = source
  const at = isoOf(event.timestamp)
  const mid = textOf(message.mid)
  const id = mid === undefined ? derivedId('message', pageId, userId, event.timestamp, message) : partId(mid)
  if (message.is_deleted === true) {
    return [{ kind: 'remark', id: derivedId('deleted', pageId, userId, id), remark: { type: 'deleted', of: id } }]
  }
  if (message.is_echo === true || idOf(objectOf(event.sender).id) === pageId) {
    return readEcho(message, { ...source, id, at })
  }
  return contentsOf(message, warn).map((content, index) => ({
    kind: 'message',
    message: { id: partId(id, index + 1), ...content, ...defined({ at }) },
  }))
}

const OUR_CALL = /^ses_[A-Za-z0-9_-]{22}:\d{1,16}(?::\d{1,16})?$/

/**
 * Reads the echo of a message that left the page. The mark of an Interlude call decides first: a wrong id of the app
 * must not turn each reply of the bot into an answer of somebody else, which pauses the bot. For the same reason an
 * echo of this app without the mark counts as nobody's answer: Meta may have lost the mark.
 */
function readEcho(
  message: Json,
  { id, at, ownAppId, warn }: Source & { readonly id: string; readonly at: string | undefined },
): readonly ChannelEvent[] {
  const { metadata } = message
  if (typeof metadata === 'string' && OUR_CALL.test(metadata)) {
    return [{ kind: 'sentByUs', id: metadata, ...defined({ at }) }]
  }
  if (ownAppId !== undefined && idOf(message.app_id) === ownAppId) {
    warn("is this app's message without the mark of Interlude, and was ignored")
    return []
  }
  return contentsOf(message, warn).map((content, index) => ({
    kind: 'sentElsewhere',
    id: partId(id, index + 1),
    ...defined({ at }),
    message: content,
  }))
}

/** Reads a pressed button: a text if the button says one. On the channel `standby` it has no payload. */
function readPostback(postback: Json, source: Source): readonly ChannelEvent[] {
  const { event, userId, pageId, warn } = source
  const { mid, title, payload } = postback
  const text = textOf(title)
  const said = saidBy(textOf(payload))
  const chosen = defined({
    payload: said === undefined ? textOf(payload) : undefined,
    referral: isObject(postback.referral) ? postback.referral : undefined,
  })
  const id = textOf(mid)
  return [
    messageOf(
      id === undefined ? derivedId('postback', pageId, userId, event.timestamp, payload, title) : partId(id),
      said === undefined
        ? { type: 'postback', ...defined({ text }), payload: objectOf(kept(chosen)) }
        : { type: 'text', text: said, ...(chosen.referral && { payload: objectOf(kept(chosen)) }) },
      event,
      warn,
    ),
  ]
}

/**
 * Reads a sign that a person came by a link or an advertisement, or opted in to something. It is a message of the type
 * `custom`, so that the bot can answer it; `payload.type` says which. It is no `postback`, since its `ref` is another
 * space of names than the payloads of the bot's buttons.
 */
function readSign(
  type: 'referral' | 'optin',
  part: Json,
  { event, userId, pageId, warn }: Source,
): readonly ChannelEvent[] {
  const { type: kind, ...fields } = objectOf(kept(part))
  const id = derivedId(type, pageId, userId, event.timestamp, part)
  return [messageOf(id, { type: 'custom', payload: { ...fields, ...defined({ kind }), type } }, event, warn)]
}

function messageOf(id: string, content: Content, { timestamp }: Json, warn: Context['warn']): ChannelEvent {
  return { kind: 'message', message: { id, ...bounded(content, warn), ...defined({ at: isoOf(timestamp) }) } }
}

const MAX_EMOJI_CHARS = 32

function readReaction({ mid, emoji, action }: Json, { event, userId, pageId, warn }: Source): readonly ChannelEvent[] {
  const of = textOf(mid)
  if (of === undefined) {
    warn('names no message')
    return []
  }
  const shown = textOf(emoji)
  return [
    {
      kind: 'remark',
      id: derivedId('reaction', pageId, userId, event.timestamp, of, action, shown),
      remark: {
        type: 'reaction',
        of: partId(of),
        ...(shown !== undefined && { emoji: cut(shown, MAX_EMOJI_CHARS) }),
        ...(action === 'unreact' && { removed: true }),
      },
    },
  ]
}

function readEdit({ mid, text, num_edit }: Json, { event, userId, pageId, warn }: Source): readonly ChannelEvent[] {
  const of = textOf(mid)
  if (of === undefined) {
    warn('names no message')
    return []
  }
  const { text: words = '' } = bounded({ type: 'text', text: typeof text === 'string' ? text : '' }, warn)
  return [
    {
      kind: 'remark',
      id: derivedId('edited', pageId, userId, of, num_edit ?? event.timestamp, words),
      remark: { type: 'edited', of: partId(of), text: words },
    },
  ]
}

function readReceipt(state: 'delivered' | 'read', { watermark }: Json, { warn }: Source): readonly ChannelEvent[] {
  const upTo = instantOf(watermark)
  if (upTo !== undefined) return [{ kind: 'receipt', state, upTo }]
  warn('has no watermark')
  return []
}

function ownerOf({ event, userId, pageId, ownAppId }: Source) {
  return { ownAppId, facts: [pageId, userId, event.timestamp] }
}
