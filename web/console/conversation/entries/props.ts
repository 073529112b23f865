import type { Entry } from '../../../../lib/protocol/entry.ts'

/** What a line of the log is made of. */
export interface EntryProps<Kind extends Entry['kind']> {
  readonly entry: Extract<Entry, { kind: Kind }>
  /** The user's name. */
  readonly name: string
}
