import type { Entry } from '../protocol/entry.ts'
import type { FrameOf } from './surface.ts'

/** A stretch of a conversation's log: everything in (`after`, `cursor`] that this reader may see. */
export interface Log {
  readonly entries: readonly Entry[]
  readonly after: number
  /** The highest `seq` up to which nothing is missing. It is not the highest that was seen. */
  readonly cursor: number
  readonly isPaused: boolean | undefined
}

/** Everything in (`after`, `upto`] of a log that this reader may see. */
export interface Piece {
  readonly entries: readonly Entry[]
  readonly after: number
  readonly upto: number
}

/** A page of a log, as the API gives it. */
export interface Page extends Piece {
  readonly isPaused: boolean
}

/** A log of which nothing is known. */
export const EMPTY_LOG: Log = { entries: [], after: 0, cursor: 0, isPaused: undefined }

export function openAt({ entries, after, upto, isPaused }: Page): Log {
  return { entries, after, cursor: Math.max(after, upto), isPaused }
}

export type Merge =
  /** `isWhole`: the frame ends a piece; no more of it follows. */
  | { readonly outcome: 'applied'; readonly log: Log; readonly isWhole: boolean }
  /** The frame said nothing new. */
  | { readonly outcome: 'old' }
  /** Something before the frame was lost. */
  | { readonly outcome: 'gap' }

/** Puts a frame's entries behind the log, if they belong there. */
export function merge(log: Log, { after, upto, entries, isPaused }: FrameOf<'entries'>): Merge {
  if (after > log.cursor) return { outcome: 'gap' }
  const isWhole = isPaused !== undefined
  if (upto < log.cursor || (upto === log.cursor && !isWhole)) return { outcome: 'old' }
  const fresh = entries.filter(({ seq }) => seq > log.cursor)
  const isSame = upto === log.cursor && isPaused === log.isPaused
  return {
    outcome: 'applied',
    log: isSame
      ? log
      : {
          entries: fresh.length > 0 ? [...log.entries, ...fresh] : log.entries,
          after: log.after,
          cursor: upto,
          isPaused: isPaused ?? log.isPaused,
        },
    isWhole,
  }
}

/** Puts an earlier page in front. A page that does not reach the log's beginning, or is in it already, changes nothing. */
export function putInFront(log: Log, page: Piece): Log {
  if (page.after >= log.after || page.upto < log.after) return log
  const { entries, after } = clipped(page, log.after)
  return { ...log, entries: [...entries, ...log.entries], after }
}

/** The part of a piece up to the entry `most`. */
export function clipped({ entries, after, upto }: Piece, most: number): Piece {
  return { entries: entries.filter(({ seq }) => seq <= most), after, upto: Math.min(upto, most) }
}
