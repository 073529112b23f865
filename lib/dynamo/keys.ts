import { hash } from 'node:crypto'
import type { EventPlace } from '../ports/dead-events.ts'
import type { ChannelType } from '../protocol/channels.ts'
import type { SessionId } from '../protocol/ids.ts'
import { digits, timeKey } from './index-keys.ts'
import type { Key } from './table.ts'

const SESSION = 'SES#'
const BOT = 'BOT#'
const THREAD = 'T#'
const DEAD = 'D#'
const AGENTS = 'AGENTS#'
const sessionPartition = (id: SessionId) => `${SESSION}${id}`
/** Separate from the bot's own partition for the same reason as `alertSlot`. */
const notificationPartition = (botId: string) => `NOTE#${botId}`
const deadPartition = (botId: string) => `DEAD#${botId}`
const botPartition = (botId: string) => `${BOT}${botId}`

/** Width of a `seq` in a key. Greater numbers cannot be written; as the bound of a range they mean "the end". */
const SEQ_DIGITS = 12
const MAX_SEQ = 10 ** SEQ_DIGITS - 1
const EPISODE_DIGITS = 6
const clamp = (value: number, max: number) => Math.min(Math.max(Math.floor(value), 0), max)

export const keys = {
  state: (id: SessionId): Key => ({ PK: sessionPartition(id), SK: 'STATE' }),
  profile: (id: SessionId): Key => ({ PK: sessionPartition(id), SK: 'PROFILE' }),
  entry: (id: SessionId, seq: number): Key => ({
    PK: sessionPartition(id),
    SK: `E#${digits(clamp(seq, MAX_SEQ), SEQ_DIGITS)}`,
  }),
  receipts: (id: SessionId): Key => ({ PK: sessionPartition(id), SK: 'RECEIPTS' }),
  readMark: (id: SessionId, agentId: string): Key => ({ PK: sessionPartition(id), SK: `R#${agentDigest(agentId)}` }),
  /** In the partition of the user's conversation without a thread, whose id is derived from the same user. */
  thread: (ofUser: SessionId, createdAt: number, id: SessionId): Key => ({
    PK: sessionPartition(ofUser),
    SK: `${THREAD}${timeKey(createdAt)}#${id}`,
  }),
  threads: (ofUser: SessionId): Key => ({ PK: sessionPartition(ofUser), SK: THREAD }),
  episode: (id: SessionId, number: number): Key => ({
    PK: sessionPartition(id),
    SK: `H#${digits(clamp(number, 10 ** EPISODE_DIGITS - 1), EPISODE_DIGITS)}`,
  }),
  bot: (botId: string): Key => ({ PK: botPartition(botId), SK: 'CONFIG' }),
  /** One item for each bot, so that all bots can be listed. */
  botName: (botId: string): Key => ({ PK: 'BOTS', SK: `${BOT}${botId}` }),
  botKey: (botId: string, keyId: string): Key => ({ PK: botPartition(botId), SK: `KEY#${keyId}` }),
  subscription: (botId: string, id: string): Key => ({ PK: botPartition(botId), SK: `SUB#${id}` }),
  /** Separate from the bot's partition: functions that send alerts must not be able to write a bot's keys. */
  alertSlot: (botId: string): Key => ({ PK: `ALERT#${botId}`, SK: 'ALERT' }),
  notification: (botId: string, number: number): Key => ({
    PK: notificationPartition(botId),
    SK: `N#${digits(clamp(number, MAX_SEQ), SEQ_DIGITS)}`,
  }),
  notificationId: (botId: string, id: string): Key => ({ PK: notificationPartition(botId), SK: `I#${digest(id)}` }),
  notificationCount: (botId: string): Key => ({ PK: notificationPartition(botId), SK: 'COUNT' }),
  notificationsRead: (botId: string, agentId: string): Key => ({
    PK: notificationPartition(botId),
    SK: `R#${digest(agentId)}`,
  }),
  socket: (connectionId: string): Key => ({ PK: `CONN#${connectionId}`, SK: 'CONN' }),
  /**
   * Separate from the bot's own partition: a function that writes sockets must not be able to write keys and
   * configuration.
   */
  agentSocket: (botId: string, connectionId: string): Key => ({ PK: `${AGENTS}${botId}`, SK: `CONN#${connectionId}` }),
  /** Presence and load. In the partition of the agents' sockets: the same functions write both. */
  agent: (botId: string, agentId: string): Key => ({ PK: `${AGENTS}${botId}`, SK: `AGENT#${agentDigest(agentId)}` }),
  agentsOf: (botId: string): Key => ({ PK: `${AGENTS}${botId}`, SK: 'AGENT#' }),
  ownReplies: (botId: string, agentId: string): Key => ({
    PK: `${AGENTS}${botId}`,
    SK: `REPLIES#${agentDigest(agentId)}`,
  }),
  /** Names one of an agent's sockets, in the agent's own partition. */
  ownSocket: (botId: string, agentId: string, connectionId: string): Key => ({
    PK: `${AGENTS}${botId}#${agentDigest(agentId)}`,
    SK: `CONN#${connectionId}`,
  }),
  /** Separate from the bots' partitions: an account is found by its own id. Ids of platforms are short. */
  account: (type: ChannelType, accountId: string): Key => ({ PK: `ACC#${type}#${accountId}`, SK: 'ACC' }),
  platformApp: (type: ChannelType): Key => ({ PK: `APP#${type}`, SK: 'APP' }),
  /** Separate from the bot's partition for the same reason as `alertSlot`. */
  deadEvent: (botId: string, { at, session, seq }: EventPlace): Key => ({
    PK: deadPartition(botId),
    SK: `${DEAD}${timeKey(at)}#${session}#${digits(clamp(seq, MAX_SEQ), SEQ_DIGITS)}`,
  }),
  /** The range of a bot's dead letters, up to the sort key `to`, both ends included. */
  deadEvents: (botId: string, to: string = `${DEAD}~`): { readonly from: Key; readonly to: Key } => ({
    from: { PK: deadPartition(botId), SK: DEAD },
    to: { PK: deadPartition(botId), SK: to },
  }),
  signOut: (agentId: string): Key => ({ PK: `OUT#${agentDigest(agentId)}`, SK: 'OUT' }),
}

/** Agent ids may be of any length; a key may not. */
function agentDigest(agentId: string): string {
  return hash('sha256', agentId, 'base64url').slice(0, 22)
}

/** The connection that the sort key of a socket's item ends with. */
export function connectionAtEnd(sortKey: string): string {
  return sortKey.slice('CONN#'.length)
}

/** Ids of clients may be of any length; a key may not. */
function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22)
}

/** The session at the end of a word's or a thread's sort key. A word may contain `#`, but an id never does. */
export function sessionAtEnd(sortKey: string): SessionId {
  return sortKey.slice(sortKey.lastIndexOf('#') + 1)
}

/** Whether an item is a session's current state. */
export function isStateKey({ PK, SK }: { readonly PK?: unknown; readonly SK?: unknown }): boolean {
  return SK === 'STATE' && typeof PK === 'string' && PK.startsWith(SESSION)
}

export function sessionOf(partition: string): SessionId {
  return partition.slice(SESSION.length)
}

/** The bot in whose partition an agent's item is. */
export function botOfAgent(partition: string): string {
  return partition.slice(AGENTS.length)
}

/** The bot that an item of the list of bots names. */
export function botOfName(sortKey: string): string {
  return sortKey.slice(BOT.length)
}
