import type { ChannelCheck, CheckName, Finding, Findings } from '../protocol/channel-check.ts'

/** The status of one finding, and its words. */
export interface Verdict<Facts> {
  readonly status: ChannelCheck['status']
  readonly says: (facts: Facts) => string
}

export type Verdicts<Of extends Finding> = { readonly [F in Of]: Verdict<Findings[F]> }

/** The findings of every channel. */
export const COMMON: Verdicts<'later' | 'unreachable' | 'unanswered'> = {
  later: { status: 'unknown', says: () => 'Not checked yet: first mend what is wrong above.' },
  unreachable: {
    status: 'unknown',
    says: ({ reason }) => `The platform cannot be reached: ${reason}. Check again later.`,
  },
  unanswered: {
    status: 'unknown',
    says: ({ error }) => `The platform did not say (its error ${error}). Check again later.`,
  },
}

/** Makes the outcome of a check from its finding. */
export function outcome<Of extends Finding, F extends Of>(
  verdicts: Verdicts<Of>,
  name: CheckName,
  finding: F,
  facts: Findings[F],
): ChannelCheck {
  const { status, says }: Verdict<Findings[F]> = verdicts[finding]
  return { name, status, finding, facts: { ...facts }, detail: says(facts) }
}

/** The finding of a check that waits for an earlier one. */
export const LATER = 'later' satisfies Finding

export const later = (name: CheckName): ChannelCheck => outcome(COMMON, name, LATER, {})
