import type { Seating } from '../../session/seats.ts'
import type { Tally } from '../../session/tally.ts'

/** A session as its row stores it: the domain's part as JSON, and the columns that serve the lists. */
export interface SessionRow {
  readonly id: string
  readonly botId: string
  readonly channel: string
  readonly userId: string
  readonly hasThread: boolean
  readonly fullName: string
  /** Empty if unknown. */
  readonly email: string
  readonly revision: number
  readonly paused: 0 | 1
  readonly lastEventAt: number
  /** Null if it does not wait for an agent. */
  readonly waitingSince: number | null
  /** The queue in which it waits, `NO_QUEUE` if it waits in none. Null if it does not wait for an agent. */
  readonly queue: string | null
  /** Null if no agent has it. */
  readonly agentId: string | null
  readonly due: number | null
  readonly state: string
}

/** The column `queue` of conversations that wait without a queue. */
export const NO_QUEUE = ''

/** A decision as plain data. */
export interface CommitInput {
  readonly version: number
  readonly row: SessionRow
  readonly entries: readonly { readonly seq: number; readonly json: string }[]
  readonly episodes: readonly { readonly number: number; readonly startedAt: number; readonly json: string }[]
  readonly attributes: string | undefined
  /** The change of agents' loads, if any. */
  readonly seating: Seating | undefined
  /** Additions to the counters of reports. */
  readonly tallies: readonly Tally[]
}

/** The result of a commit. */
export interface Committed {
  /** The watchers, as JSON. */
  readonly watchers: string
  /** If it appended entries: its position in the feed, and the state before. */
  readonly appended?: { readonly position: number; readonly revisionBefore: number; readonly isPausedBefore: boolean }
}

export interface WatchersInput {
  readonly version: number
  readonly row: SessionRow
  /** The watchers, as JSON. */
  readonly watchers: string
}

export const NOBODY = '[]'
