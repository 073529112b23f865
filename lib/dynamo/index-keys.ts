import { hash } from 'node:crypto'
import type { SessionId } from '../protocol/ids.ts'

/**
 * Number of partitions of an index over a whole bot (or over everything), so that it takes four times the writes of
 * one.
 */
const SHARDS = 4
export const SHARD_NUMBERS: readonly number[] = Array.from({ length: SHARDS }, (_, shard) => shard)

/** A bot's index partitions, one for each shard. */
export function botShards(botId: string): readonly string[] {
  return SHARD_NUMBERS.map(shard => botShard(botId, shard))
}
export function botShard(botId: string, shard: number): string {
  return `${botId}#${shard}`
}
/** The index partitions of a bot's pending conversations, one for each shard. */
export function waitingShards(botId: string): readonly string[] {
  return SHARD_NUMBERS.map(shard => waitingShard(botId, shard))
}
export function waitingShard(botId: string, shard: number): string {
  return `${botId}#w#${shard}`
}

/** The index partitions of the pending conversations of one queue, one for each shard. `null`: those without a queue. */
export function queueShards(botId: string, queue: string | null): readonly string[] {
  return SHARD_NUMBERS.map(shard => queueShard(botId, queue, shard))
}
export function queueShard(botId: string, queue: string | null, shard: number): string {
  return `${botId}#q#${queue ?? ''}#${shard}`
}

/** The partition of an agent's conversations. The key has a short hash of the agent's id, which may be any text. */
export function agentPartition(botId: string, agentId: string): string {
  return `${botId}#a#${hash('sha256', agentId, 'base64url').slice(0, 16)}`
}

export const dueShard = (shard: number): string => `due#${shard}`
/** The partitions of the index `due` that have agents, by the time at which their conversations go back. */
export const goneShard = (shard: number): string => `gone#${shard}`

/** Ids are hashes in base64url, so each of their characters is evenly distributed. */
export function shardOf(id: string): number {
  return (id.codePointAt(id.length - 1) ?? 0) % SHARDS
}

/** A number as text that sorts by number. */
export const digits = (value: number, width: number): string => String(value).padStart(width, '0')

const MINUTE_MS = 60_000
/** Sorts by minute, then by session. The sort key of a list's pages. */
export function minuteKey(at: number, id: SessionId): string {
  return `${minuteText(at)}#${id}`
}
/** Sorts before every `minuteKey` of this minute and later. */
export function minuteText(at: number): string {
  return digits(Math.floor(at / MINUTE_MS), 9)
}

/** A time as text that sorts by time, to the millisecond. */
export function timeKey(at: number): string {
  return digits(Math.floor(at), 14)
}

/**
 * Makes the sort keys of `held` distinct: the last 11 characters of an id, which is a hash, suffice. Short, since STATE
 * stores the keys.
 */
const endOf = (id: SessionId) => id.slice(-11)
/** Sorts by the start of the wait, then by session. */
export function waitKey(since: number, id: SessionId): string {
  return `${timeKey(since)}#${endOf(id)}`
}
/**
 * Sorts by ten minutes, then by session. An agent usually has a page of conversations, so the exact order matters
 * little, and each move in the index costs a write.
 */
export function heldKey(at: number, id: SessionId): string {
  return `${heldText(at)}#${endOf(id)}`
}
/** Sorts before every `heldKey` of these ten minutes and later. */
export function heldText(at: number): string {
  return digits(Math.floor(at / (10 * MINUTE_MS)), 8)
}

export function handoffKey(startedAt: number, id: SessionId, number: number): string {
  return `${timeKey(startedAt)}#${id}#${number}`
}

/** The shapes of the sort keys in cursors. */
export const MINUTE_KEY: RegExp = /^\d{9}#ses_[\w-]{22}$/
export const WAIT_KEY: RegExp = /^\d{14}#[\w-]{11}$/
export const HELD_KEY: RegExp = /^\d{8}#[\w-]{11}$/
export const HANDOFF_KEY: RegExp = /^\d{14}#ses_[\w-]{22}#\d{1,6}$/
export const DEAD_EVENT_KEY: RegExp = /^D#\d{14}#ses_[\w-]{22}#\d{12}$/
