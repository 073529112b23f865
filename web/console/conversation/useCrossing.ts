import { useState } from 'react'
import type { Entry } from '../../../lib/protocol/entry.ts'

/** The newest answer of a colleague. */
export interface Answered {
  readonly seq: number
  readonly name: string
}

/** Returns the newest answer of another agent than `me`, if the log ends with one but for entries that are no messages. */
export function answeredIn(entries: readonly Entry[], me: string): Answered | undefined {
  const last = entries.findLast(entry => entry.kind === 'message' && entry.by.type !== 'system')
  if (last?.kind !== 'message' || last.by.type !== 'agent' || last.by.id === me) return undefined
  return { seq: last.seq, name: last.by.name ?? last.by.id ?? '' }
}

/** Returns the answer of a colleague that came since the agent began this draft. `text`: the draft. */
export function useCrossing(answered: Answered | undefined, text: string): Answered | undefined {
  const seq = answered?.seq ?? 0
  const [draft, setDraft] = useState({ isBegun: text !== '', seq })
  const isBegun = text !== ''
  if (isBegun !== draft.isBegun) setDraft({ isBegun, seq })
  return isBegun && draft.isBegun && seq > draft.seq ? answered : undefined
}
