import { defined, type Whole } from '../defined.ts'
import type { ReviewOutcome } from '../protocol/review-outcome.ts'
import type { Reviewed } from '../session/reviewed.ts'
import { decodeActor, encodeActor, type PackedActor } from './codec-control.ts'

/** A closed review as a tuple. Missing numbers are null. */
export type PackedReviewed = readonly [
  seq: number,
  proposed: number,
  of: number | null,
  outcome: ReviewOutcome,
  by: PackedActor,
  sent: readonly [from: number, upTo: number] | null,
  told?: 1,
]

export function encodeReviewed(reviewed: readonly Reviewed[]): readonly PackedReviewed[] {
  return reviewed.map(({ seq, proposed, of, outcome, by, sent, told }) => {
    const range = sent ? ([sent.from, sent.upTo] as const) : null
    const packed = [seq, proposed, of ?? null, outcome, encodeActor(by), range] as const
    return told ? [...packed, 1] : packed
  })
}

export function decodeReviewed(packed: readonly PackedReviewed[] | undefined): readonly Reviewed[] | undefined {
  return packed?.map(([seq, proposed, of, outcome, by, sent, told]) => {
    const fields: Whole<Reviewed> = {
      seq,
      proposed,
      of: of ?? undefined,
      outcome,
      by: decodeActor(by),
      sent: sent ? { from: sent[0], upTo: sent[1] } : undefined,
      told: told === 1 ? true : undefined,
    }
    return defined(fields)
  })
}
