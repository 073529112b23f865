import { defined } from '../../lib/defined.ts'
import { asUserSees, type Entry } from '../../lib/protocol/entry.ts'
import type { ServerFrame } from '../../lib/protocol/frames.ts'

export type EntriesFrame = Extract<ServerFrame, { type: 'entries' }>

/** A client of a log, as the protocol has it: a value, never changed in place. */
export interface Reader {
  readonly as: 'agent' | 'user'
  /** The highest `seq` up to which nothing is missing (rule 9). */
  readonly cursor: number
  /** What it was shown, by `seq`. */
  readonly shown: ReadonlyMap<number, Entry>
  /** What it says of who holds the conversation. */
  readonly isPaused?: boolean
}

export function aReader(as: Reader['as']): Reader {
  return { as, cursor: 0, shown: new Map() }
}

/** Takes a frame in. One that leaves a gap is left alone: the next ping brings what is missing. */
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
