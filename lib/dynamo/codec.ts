import { defined, type Whole } from '../defined.ts'
import type { Control, DeliveryMode, Session } from '../session/session.ts'
import { decodeControl, encodeControl, type PackedControl } from './codec-control.ts'
import { decodeRecent, encodeRecent } from './codec-recent.ts'
import { decodeReviewed, encodeReviewed, type PackedReviewed } from './codec-reviewed.ts'
import { decodePreview, decodeTail, encodePreview, encodeTail, type PackedEntry } from './codec-tail.ts'
import {
  decodeDelivery,
  decodeHandback,
  encodeDelivery,
  encodeHandback,
  type PackedDelivery,
  type PackedHandback,
} from './codec-tries.ts'
import { type Item, jsonOf, numberIfAny, numberOf, textOf, textsOf } from './item.ts'
import { sessionOf } from './keys.ts'

/** Fields of a session that the item's key and its attribute `address` hold. */
type InKey = 'id' | 'channel' | 'userId' | 'threadId'

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
  reviewed: 'rv',
  forgottenUpTo: 'fu',
  delivery: 'd',
  newestOutgoing: 'o',
  claimedUpTo: 'hd',
  deliveryClaim: 'sd',
  episodes: 'ep',
  handedBackUpTo: 'to',
  nextHandback: 'te',
  nextEvents: 'ev',
  alertedAt: 'al',
  user: 'u',
  lastEventAt: 'le',
  lastHeardAt: 'lh',
  preview: 'p',
  tail: 't',
  tags: 'g',
  words: 'k',
} as const satisfies Record<Exclude<keyof Session, InKey | 'hasOldWords'> | 'address' | 'words', string>

/**
 * Incremented when `wordsOf` returns other words than before. Sessions with an older number, or none, get new words
 * with their next write.
 */
const WORDS_VERSION = 2

/** All attributes of the domain. A commit writes each of them, or removes it if the session lacks it. */
export const DOMAIN_ATTRIBUTES: readonly string[] = Object.values(names)

/** The attributes written with a session's words: their version, and the user from whom they are made. */
export const WORD_ATTRIBUTES: readonly string[] = [names.words, names.user]

/** A value for each attribute; `undefined` leaves it out. */
type Attributes = { readonly [N in (typeof names)[keyof typeof names]]: unknown }

type PackedUser = { n?: string; p?: string; l?: string; h?: string; m?: string }

export function encodeSession(session: Session): Item {
  const { channel, userId, threadId, control, recent, newestOutgoing, deliveryClaim, preview, tail } = session
  const { nextHandback, nextEvents } = session
  const attributes: Attributes = {
    [names.botId]: session.botId,
    [names.address]: JSON.stringify(threadId === undefined ? [channel, userId] : [channel, userId, threadId]),
    [names.createdAt]: session.createdAt,
    [names.revision]: session.revision,
    [names.lastEventAt]: session.lastEventAt,
    [names.epoch]: unless(0, session.epoch),
    [names.control]: control.holder === 'bot' ? undefined : JSON.stringify(encodeControl(control)),
    [names.recent]: recent.length > 0 ? recent.map(each => encodeRecent(each, session.createdAt)) : undefined,
    [names.reviewed]: session.reviewed && JSON.stringify(encodeReviewed(session.reviewed)),
    [names.forgottenUpTo]: session.forgottenUpTo,
    [names.delivery]: unless('none', session.delivery),
    [names.newestOutgoing]: newestOutgoing && JSON.stringify([newestOutgoing.seq, newestOutgoing.at]),
    [names.claimedUpTo]: unless(0, session.claimedUpTo),
    [names.deliveryClaim]: deliveryClaim && JSON.stringify(encodeDelivery(deliveryClaim)),
    [names.episodes]: unless(0, session.episodes),
    [names.handedBackUpTo]: unless(0, session.handedBackUpTo),
    [names.nextHandback]: nextHandback && JSON.stringify(encodeHandback(nextHandback)),
    [names.nextEvents]: nextEvents && JSON.stringify([nextEvents.after, nextEvents.at, nextEvents.attempts]),
    [names.alertedAt]: session.alertedAt,
    [names.user]: encodeUser(session.user),
    [names.lastHeardAt]: session.lastHeardAt,
    [names.preview]: preview && encodePreview(preview, session),
    [names.tags]: session.tags && JSON.stringify(session.tags),
    [names.tail]: tail.length > 0 ? JSON.stringify(encodeTail(session)) : undefined,
    [names.words]: session.revision > 0 ? WORDS_VERSION : undefined,
  }
  return defined(attributes)
}

/** Throws `TypeError` or `SyntaxError` if the item does not come from `encodeSession`. */
export function decodeSession(item: Item): Session {
  const address = jsonOf<[string, string, string?]>(item, names.address)
  if (!address) throw new TypeError('a session has no address')
  const [channel, userId, threadId] = address
  const packedControl = jsonOf<PackedControl>(item, names.control)
  const control: Control = packedControl ? decodeControl(packedControl) : { holder: 'bot' }
  const newestOutgoing = jsonOf<[number, number]>(item, names.newestOutgoing)
  const deliveryClaim = jsonOf<PackedDelivery>(item, names.deliveryClaim)
  const nextHandback = jsonOf<PackedHandback>(item, names.nextHandback)
  const nextEvents = jsonOf<[number, number, number]>(item, names.nextEvents)
  const revision = revisionOf(item)
  const createdAt = numberOf(item, names.createdAt)
  const epoch = numberOf(item, names.epoch, 0)
  const lastEventAt = numberOf(item, names.lastEventAt)
  const tail = decodeTail(jsonOf<PackedEntry[]>(item, names.tail) ?? [], { revision, epoch, lastEventAt, control })
  const preview = decodePreview(item[names.preview], tail)
  const fields: Whole<Session> = {
    id: sessionOf(textOf(item, 'PK')),
    botId: textOf(item, names.botId),
    channel,
    userId,
    threadId,
    createdAt,
    revision,
    epoch,
    control,
    recent: textsOf(item, names.recent).map(each => decodeRecent(each, createdAt)),
    reviewed: decodeReviewed(jsonOf<PackedReviewed[]>(item, names.reviewed)),
    forgottenUpTo: numberIfAny(item, names.forgottenUpTo),
    delivery: (item[names.delivery] ?? 'none') as DeliveryMode,
    newestOutgoing: newestOutgoing && { seq: newestOutgoing[0], at: newestOutgoing[1] },
    claimedUpTo: numberOf(item, names.claimedUpTo, 0),
    deliveryClaim: deliveryClaim && decodeDelivery(deliveryClaim),
    episodes: numberOf(item, names.episodes, 0),
    handedBackUpTo: numberOf(item, names.handedBackUpTo, 0),
    nextHandback: nextHandback && decodeHandback(nextHandback),
    nextEvents: nextEvents && { after: nextEvents[0], at: nextEvents[1], attempts: nextEvents[2] },
    alertedAt: numberIfAny(item, names.alertedAt),
    user: decodeUser(jsonOf<PackedUser>(item, names.user)),
    lastEventAt,
    lastHeardAt: numberIfAny(item, names.lastHeardAt),
    preview,
    tail,
    tags: jsonOf<string[]>(item, names.tags),
    hasOldWords: revision > 0 && item[names.words] !== WORDS_VERSION ? true : undefined,
  }
  return defined(fields)
}

/** The revision of a STATE item, without decoding the rest. */
export function revisionOf(item: Item): number {
  return numberOf(item, names.revision)
}

/** Whether agents attend to the conversation of a STATE item: they hold it, or supervise the bot. */
export function isHeld(item: Item): boolean {
  return item[names.control] !== undefined
}

function unless<T>(usual: T, value: T): T | undefined {
  return value === usual ? undefined : value
}

function encodeUser({ fullName, avatarUrl, language, attributesHash, email }: Session['user']): string | undefined {
  const packed: PackedUser = defined({ n: fullName, p: avatarUrl, l: language, h: attributesHash, m: email })
  return Object.keys(packed).length > 0 ? JSON.stringify(packed) : undefined
}

function decodeUser({ n, p, l, h, m }: PackedUser = {}): Session['user'] {
  const fields: Whole<Session['user']> = { fullName: n, avatarUrl: p, language: l, attributesHash: h, email: m }
  return defined(fields)
}
