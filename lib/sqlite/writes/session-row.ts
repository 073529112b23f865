/** A session as its row has it: the domain's part as JSON text, and beside it what lists are made of. */
export interface SessionRow {
  readonly id: string
  readonly botId: string
  readonly channel: string
  readonly userId: string
  readonly hasThread: boolean
  readonly fullName: string
  /** Empty: none is known. */
  readonly email: string
  readonly revision: number
  readonly paused: 0 | 1
  readonly lastEventAt: number
  /** None where it does not wait for an agent. */
  readonly waitingSince: number | null
  /** None where no agent has it. */
  readonly agentId: string | null
  readonly due: number | null
  readonly state: string
}

/** A decision, written out. */
export interface CommitInput {
  readonly version: number
  readonly row: SessionRow
  readonly entries: readonly { readonly seq: number; readonly json: string }[]
  readonly episodes: readonly { readonly number: number; readonly startedAt: number; readonly json: string }[]
  readonly attributes: string | undefined
}

/** What a commit met. */
export interface Committed {
  /** Who watches, as JSON text. */
  readonly watchers: string
  /** Where it appended entries: its place in the feed, and how the session was before. */
  readonly told?: { readonly position: number; readonly revisionBefore: number; readonly isPausedBefore: boolean }
}

export interface WatchersInput {
  readonly version: number
  readonly row: SessionRow
  /** JSON text. */
  readonly watchers: string
}

export const NOBODY = '[]'
