import type { Control, DeliveryMode, Session } from '../session/session.ts'
import { decodeControl, encodeControl, type PackedControl } from './codec-control.ts'
import { decodeRecent, encodeRecent } from './codec-recent.ts'
import { decodePreview, decodeTail, encodePreview, encodeTail, type PackedEntry } from './codec-tail.ts'
import {
  decodeSending,
  decodeTelling,
  encodeSending,
  encodeTelling,
  type PackedSending,
  type PackedTelling,
} from './codec-tries.ts'
import { type Item, jsonOf, numberOf, textOf, textsOf } from './item.ts'
import { sessionOf } from './table.ts'

/**
 * The attribute names of a session in its STATE item. The item is kept small: names have one or two letters, and
 * defaults and derivable values are left out. Texts that people wrote are stored as JSON, which can represent any
 * character.
 */
const names = {
  botId: 'b',
  address: 'a',
  createdAt: 'ct',
  revision: 'r',
  epoch: 'e',
  control: 'h',
  recent: 'rc',
  forgottenUpTo: 'fu',
  delivery: 'd',
  outgoing: 'o',
  handed: 'hd',
  sending: 'sd',
  episodes: 'ep',
  told: 'to',
  telling: 'te',
  alertedAt: 'al',
  user: 'u',
  lastEventAt: 'le',
  lastHeardAt: 'lh',
  preview: 'p',
  tail: 't',
  words: 'k',
} as const

/**
 * Incremented when `wordsOf` returns other words than before. Sessions with an older number, or none, get new words
 * with their next write.
 */
const WORDS_VERSION = 2

/** All attributes of the domain. A commit writes each of them, or removes it if the session lacks it. */
export const DOMAIN_ATTRIBUTES: readonly string[] = Object.values(names)

/** The attributes written with a session's words: their version, and the user from whom they are made. */
export const WORD_ATTRIBUTES: readonly string[] = [names.words, names.user]

type PackedUser = { n?: string; p?: string; l?: string; h?: string; m?: string }

export function encodeSession(session: Session): Item {
  const { channel, userId, threadId, control, outgoing, sending, telling, preview } = session
  return {
    [names.botId]: session.botId,
    [names.address]: JSON.stringify(threadId === undefined ? [channel, userId] : [channel, userId, threadId]),
    [names.createdAt]: session.createdAt,
    [names.revision]: session.revision,
    [names.lastEventAt]: session.lastEventAt,
    ...unless(0, names.epoch, session.epoch),
    ...(control.holder === 'human' && { [names.control]: JSON.stringify(encodeControl(control)) }),
    ...(session.recent.length > 0 && {
      [names.recent]: session.recent.map(each => encodeRecent(each, session.createdAt)),
    }),
    ...(session.forgottenUpTo !== undefined && { [names.forgottenUpTo]: session.forgottenUpTo }),
    ...unless('none', names.delivery, session.delivery),
    ...(outgoing && { [names.outgoing]: JSON.stringify([outgoing.seq, outgoing.at]) }),
    ...unless(0, names.handed, session.handed),
    ...(sending && { [names.sending]: JSON.stringify(encodeSending(sending)) }),
    ...unless(0, names.episodes, session.episodes),
    ...unless(0, names.told, session.told),
    ...(telling && { [names.telling]: JSON.stringify(encodeTelling(telling)) }),
    ...(session.alertedAt !== undefined && { [names.alertedAt]: session.alertedAt }),
    ...encodeUser(session.user),
    ...(session.lastHeardAt !== undefined && { [names.lastHeardAt]: session.lastHeardAt }),
    ...(preview && { [names.preview]: encodePreview(preview, session) }),
    ...(session.tail.length > 0 && { [names.tail]: JSON.stringify(encodeTail(session)) }),
    ...(session.revision > 0 && { [names.words]: WORDS_VERSION }),
  }
}

/** Throws `TypeError` or `SyntaxError` if the item does not come from `encodeSession`. */
export function decodeSession(item: Item): Session {
  const address = jsonOf<[string, string, string?]>(item, names.address)
  if (!address) throw new TypeError('a session has no address')
  const [channel, userId, threadId] = address
  const packedControl = jsonOf<PackedControl>(item, names.control)
  const control: Control = packedControl ? decodeControl(packedControl) : { holder: 'bot' }
  const outgoing = jsonOf<[number, number]>(item, names.outgoing)
  const sending = jsonOf<PackedSending>(item, names.sending)
  const telling = jsonOf<PackedTelling>(item, names.telling)
  const revision = revisionOf(item)
  const createdAt = numberOf(item, names.createdAt)
  const epoch = numberOf(item, names.epoch, 0)
  const lastEventAt = numberOf(item, names.lastEventAt)
  const tail = decodeTail(jsonOf<PackedEntry[]>(item, names.tail) ?? [], { revision, epoch, lastEventAt, control })
  const preview = decodePreview(item[names.preview], tail)
  return {
    id: sessionOf(textOf(item, 'PK')),
    botId: textOf(item, names.botId),
    channel,
    userId,
    ...(threadId !== undefined && { threadId }),
    createdAt,
    revision,
    epoch,
    control,
    recent: textsOf(item, names.recent).map(each => decodeRecent(each, createdAt)),
    ...(item[names.forgottenUpTo] !== undefined && { forgottenUpTo: numberOf(item, names.forgottenUpTo) }),
    delivery: (item[names.delivery] ?? 'none') as DeliveryMode,
    ...(outgoing && { outgoing: { seq: outgoing[0], at: outgoing[1] } }),
    handed: numberOf(item, names.handed, 0),
    ...(sending && { sending: decodeSending(sending) }),
    episodes: numberOf(item, names.episodes, 0),
    told: numberOf(item, names.told, 0),
    ...(telling && { telling: decodeTelling(telling) }),
    ...(item[names.alertedAt] !== undefined && { alertedAt: numberOf(item, names.alertedAt) }),
    user: decodeUser(jsonOf<PackedUser>(item, names.user)),
    lastEventAt,
    ...(item[names.lastHeardAt] !== undefined && { lastHeardAt: numberOf(item, names.lastHeardAt) }),
    ...(preview && { preview }),
    tail,
    ...(revision > 0 && item[names.words] !== WORDS_VERSION && { hasOldWords: true }),
  }
}

/** The revision of a STATE item, without decoding the rest. */
export function revisionOf(item: Item): number {
  return numberOf(item, names.revision)
}

/** Whether people hold the conversation of a STATE item. */
export function isHeld(item: Item): boolean {
  return item[names.control] !== undefined
}

function unless<T>(usual: T, name: string, value: T): Item {
  return value === usual ? {} : { [name]: value }
}

function encodeUser({ fullName, avatarUrl, language, attributesHash, email }: Session['user']): Item {
  const packed: PackedUser = {
    ...(fullName !== undefined && { n: fullName }),
    ...(avatarUrl !== undefined && { p: avatarUrl }),
    ...(language !== undefined && { l: language }),
    ...(attributesHash !== undefined && { h: attributesHash }),
    ...(email !== undefined && { m: email }),
  }
  return Object.keys(packed).length > 0 ? { [names.user]: JSON.stringify(packed) } : {}
}

function decodeUser({ n, p, l, h, m }: PackedUser = {}): Session['user'] {
  return {
    ...(n !== undefined && { fullName: n }),
    ...(p !== undefined && { avatarUrl: p }),
    ...(l !== undefined && { language: l }),
    ...(h !== undefined && { attributesHash: h }),
    ...(m !== undefined && { email: m }),
  }
}
