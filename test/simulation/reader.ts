import { defined } from '../../lib/defined.ts'
import { asUserSees } from '../../lib/protocol/as-user-sees.ts'
import type { Entry } from '../../lib/protocol/entry.ts'
import type { ServerFrame } from '../../lib/protocol/frames.ts'

export type EntriesFrame = Extract<ServerFrame, { type: 'entries' }>

/** A client of a log, as the protocol defines it: an immutable value. */
export interface Reader {
  readonly as: 'agent' | 'user'
  /** The highest `seq` up to which no entry is missing (rule 9). */
  readonly cursor: number
  /** The received entries, by `seq`. */
  readonly shown: ReadonlyMap<number, Entry>
  /** Whether the last frame said that people have control. */
  readonly isPaused?: boolean
}

export function aReader(as: Reader['as']): Reader {
  return { as, cursor: 0, shown: new Map() }
}

/** Applies a frame. Ignores one that leaves a gap: the next ping brings what is missing. */
export function reads(reader: Reader, { after, upto, entries, isPaused }: EntriesFrame): Reader {
  if (after > reader.cursor || upto < reader.cursor) return reader
  const shown = new Map(reader.shown)
  for (const entry of entries) shown.set(entry.seq, entry)
  return {
    ...reader,
    cursor: Math.max(reader.cursor, upto),
    shown,
    ...defined({ isPaused }),
  }
}

/** A log as its reader may see it. */
export function seenBy(as: Reader['as'], log: readonly Entry[]): readonly Entry[] {
  return as === 'agent' ? log : log.map(asUserSees).filter(entry => entry !== undefined)
}
