import type { Entry } from '../protocol/entry.ts'
import type { FrameOf } from './surface.ts'

/** A continuous part of a conversation's log: everything in (`after`, `cursor`] that this reader may see. */
export interface Log {
  readonly entries: readonly Entry[]
  readonly after: number
  /** The highest `seq` up to which nothing is missing, which is not always the highest one seen. */
  readonly cursor: number
  readonly isPaused: boolean | undefined
}

/** Everything in (`after`, `upto`] of a log that this reader may see. */
export interface Piece {
  readonly entries: readonly Entry[]
  readonly after: number
  readonly upto: number
}

/** A page of a log, as the API returns it. */
export interface Page extends Piece {
  readonly isPaused: boolean
}

/** The log before anything is known of it. */
export const EMPTY_LOG: Log = { entries: [], after: 0, cursor: 0, isPaused: undefined }

export function openAt({ entries, after, upto, isPaused }: Page): Log {
  return { entries, after, cursor: Math.max(after, upto), isPaused }
}

export type Merge =
  /** `isWhole`: the frame is the last one of its piece. */
  | { readonly outcome: 'applied'; readonly log: Log; readonly isWhole: boolean }
  /** The frame has nothing new. */
  | { readonly outcome: 'old' }
  /** Entries before the frame are missing. */
  | { readonly outcome: 'gap' }

/** Appends a frame's entries to the log if they follow it. */
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

/** Prepends an earlier page. Does nothing if the page does not reach the log's first entry or is already in the log. */
export function putInFront(log: Log, page: Piece): Log {
  if (page.after >= log.after || page.upto < log.after) return log
  const { entries, after } = clipped(page, log.after)
  return { ...log, entries: [...entries, ...log.entries], after }
}

/** The part of a piece up to the entry `most`. */
export function clipped({ entries, after, upto }: Piece, most: number): Piece {
  return { entries: entries.filter(({ seq }) => seq <= most), after, upto: Math.min(upto, most) }
}
