import { defined } from '../../defined.ts'
import { cut } from '../../protocol/menders.ts'
import type { Content, InboundMessage, UserProfile } from '../../protocol/message.ts'
import { readPayload } from '../../protocol/read-payload.ts'
import { bounded } from '../bounded.ts'
import type { ChannelEvent, Lookup, Remark } from '../channel.ts'
import { derivedId, idOf, isoOf, type Json, listOf, objectOf, textOf } from '../fields.ts'
import { chosen, chosenAt, placeIn } from './choices.ts'
import { contentOf } from './contents.ts'

/** The facts that readers of an update need. `warn` must get neither texts nor ids of people. */
export interface Context {
  readonly botId: string
  readonly warn: (what: string) => void
  /** Looks a message up that Interlude sent to a user. */
  sent(userId: string, seq: number): ReturnType<Lookup<never>['sent']>
}

export interface ReadUpdate {
  readonly userId: string
  readonly events: readonly ChannelEvent[]
}

type Reader = (part: Json, source: Context & { readonly userId: string }) => Promise<readonly ChannelEvent[]>

/** The kinds of updates, by their field. Source: core.telegram.org/bots/api, "Update". */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['message', readMessage],
  ['edited_message', readEdit],
  ['callback_query', readChoice],
  ['message_reaction', readReaction],
  ['my_chat_member', readMembership],
])

/** The kinds of updates that Telegram must send. */
export const UPDATES = [...READERS.keys()]

/** Names the kind of an update, for warnings. */
export function kindOf(update: Json): string {
  const kind = Object.keys(update).find(name => name !== 'update_id') ?? 'empty'
  return /^[a-z][a-z_]{0,39}$/.test(kind) ? kind : 'unknown'
}

/**
 * Reads an update. Returns undefined for one that is not about a private chat, or of a kind that Interlude does not use.
 * The user's id is the chat's: in a private chat both are the same.
 */
export async function readUpdate(update: Json, context: Context): Promise<ReadUpdate | undefined> {
  const [name, read] = [...READERS].find(([each]) => typeof update[each] === 'object' && update[each] !== null) ?? []
  if (name === undefined || read === undefined) {
    context.warn('is of a kind that is not used')
    return undefined
  }
  const part = objectOf(update[name])
  const chat = objectOf(name === 'callback_query' ? objectOf(part.message).chat : part.chat)
  if (chat.type !== 'private') {
    context.warn('is not of a private chat')
    return undefined
  }
  const userId = idOf(chat.id)
  if (userId === undefined) {
    context.warn('has no id of a person')
    return undefined
  }
  return { userId, events: await read(part, { ...context, userId }) }
}

type Source = Parameters<Reader>[1]

/**
 * Returns the id of a message's command: unique over the bots that a channel has had, and the same in each delivery.
 * `update_id` is not, since Telegram starts from a random number after a week without updates.
 */
function messageIdOf(messageId: unknown, { botId, userId }: Source): string | undefined {
  const id = Number.isSafeInteger(messageId) ? messageId : undefined
  return id === undefined ? undefined : `${botId}:${userId}:${id}`
}

async function readMessage(message: Json, source: Source): Promise<readonly ChannelEvent[]> {
  const content = contentOf(message)
  if (!content) {
    source.warn('is about the chat itself')
    return []
  }
  const id = messageIdOf(message.message_id, source) ?? derivedId('message', source.botId, source.userId, message)
  const replyTo = messageIdOf(objectOf(message.reply_to_message).message_id, source)
  const whole = replyTo === undefined ? content : { ...content, payload: { ...content.payload, replyTo } }
  return [messageEvent(id, whole, source, { from: message.from, at: isoOf(message.date) })]
}

function messageEvent(
  id: string,
  content: Content,
  { warn }: Source,
  { from, at }: { readonly from: unknown; readonly at?: string | undefined },
): ChannelEvent {
  const user = userOf(objectOf(from))
  const message: InboundMessage = { id, ...bounded(content, warn), ...defined({ at, user }) }
  return { kind: 'message', message }
}

const NAME_CHARS = 200

/** Returns what a message tells of its sender. Source: core.telegram.org/bots/api, "User". */
function userOf({ first_name, last_name, language_code }: Json): UserProfile | undefined {
  const name = [textOf(first_name), textOf(last_name)].filter(Boolean).join(' ')
  const language = textOf(language_code)
  const user = {
    ...(name !== '' && { fullName: cut(name, NAME_CHARS) }),
    ...(language !== undefined && /^[A-Za-z0-9-]{1,35}$/.test(language) && { language }),
  }
  return Object.keys(user).length === 0 ? undefined : user
}

/** Reads a pressed button of a keyboard. Source: core.telegram.org/bots/api, "CallbackQuery". */
async function readChoice(query: Json, source: Source): Promise<readonly ChannelEvent[]> {
  const data = textOf(query.data)
  if (data === undefined) {
    source.warn('has no data')
    return []
  }
  const queryId = textOf(query.id)
  const id = queryId === undefined ? derivedId('choice', source.botId, query) : `${source.botId}:choice:${queryId}`
  const content = await chosenBy(data, titleIn(query, data), source)
  return [messageEvent(cut(id, 128), content, source, { from: query.from })]
}

/** Finds the title of a pressed button in the message that it belongs to. Telegram leaves out an old or deleted one. */
function titleIn({ message }: Json, data: string): string | undefined {
  const rows = listOf(objectOf(objectOf(message).reply_markup).inline_keyboard)
  const button = rows
    .flatMap(listOf)
    .map(objectOf)
    .find(({ callback_data }) => callback_data === data)
  return textOf(button?.text)
}

async function chosenBy(data: string, title: string | undefined, { sent, userId, warn }: Source): Promise<Content> {
  const place = placeIn(data)
  if (place === undefined) return chosen(data, title)
  const message = await sent(userId, place.seq)
  const content = message && chosenAt(place.index, readPayload(message))
  if (content) return content
  warn('names a choice that is not in the log')
  return chosen(data, title)
}

/** Reads a changed message. A location that is shared live changes every few seconds, without words. */
async function readEdit(message: Json, source: Source): Promise<readonly ChannelEvent[]> {
  const of = messageIdOf(message.message_id, source)
  const text = textOf(message.text) ?? textOf(message.caption)
  if (of === undefined || text === undefined) {
    if (typeof message.location !== 'object') source.warn('names no message, or has no text')
    return []
  }
  const { text: words = '' } = bounded({ type: 'text', text }, source.warn)
  return [remarkOf({ type: 'edited', of, text: words }, source, message.edit_date)]
}

/** Reads a change of a user's reactions to a message. Source: core.telegram.org/bots/api, "MessageReactionUpdated". */
async function readReaction(part: Json, source: Source): Promise<readonly ChannelEvent[]> {
  const of = messageIdOf(part.message_id, source)
  if (of === undefined) {
    source.warn('names no message')
    return []
  }
  const [before, after] = [reactionsIn(part.old_reaction), reactionsIn(part.new_reaction)]
  const missingIn = (others: readonly Reaction[]) => (each: Reaction) => others.every(other => other.name !== each.name)
  const remarks: readonly Remark[] = [
    ...before.filter(missingIn(after)).map(({ emoji }) => ({ type: 'reaction', of, ...emoji, removed: true }) as const),
    ...after.filter(missingIn(before)).map(({ emoji }) => ({ type: 'reaction', of, ...emoji }) as const),
  ]
  return remarks.map((remark, index) => remarkOf(remark, source, part.date, index))
}

/** `emoji` is empty for a picture of Telegram's own, which no text can show. */
interface Reaction {
  readonly name: string
  readonly emoji: { readonly emoji?: string }
}

function reactionsIn(list: unknown): readonly Reaction[] {
  return listOf(list).map(each => {
    const { type, emoji, custom_emoji_id } = objectOf(each)
    const shown = textOf(emoji)
    return {
      name: `${type}:${shown ?? custom_emoji_id}`,
      emoji: shown === undefined ? {} : { emoji: cut(shown, 32) },
    }
  })
}

/** In a private chat, Telegram tells of a membership when the user blocks or unblocks the bot. Source: the page of "Update". */
async function readMembership(part: Json, source: Source): Promise<readonly ChannelEvent[]> {
  const isBlocked = objectOf(part.new_chat_member).status === 'kicked'
  return [remarkOf({ type: 'blocked', ...(!isBlocked && { removed: true }) }, source, part.date)]
}

function remarkOf(remark: Remark, { botId, userId }: Source, ...facts: readonly unknown[]): ChannelEvent {
  return { kind: 'remark', id: derivedId(remark.type, botId, userId, remark, ...facts), remark }
}
