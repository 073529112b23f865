import { useState } from 'react'
import type { Holding } from './holding.ts'

/** Asks an agent before they answer in another agent's conversation. */
export interface Consent<What> {
  /** The agent is asked whether to send this. */
  readonly asked: What | undefined
  /** Answers, or asks first. */
  readonly request: (what: What) => void
  /** Answers, and asks no more while the same agent has the conversation. */
  readonly agree: () => void
  readonly forget: () => void
}

/** Asks once for each agent who has the conversation. `answer` sends. */
export function useConsent<What>(holding: Holding, answer: (what: What) => void): Consent<What> {
  const [agreedOn, setAgreedOn] = useState<string>()
  const [asked, setAsked] = useState<{ readonly what: What } | undefined>()
  const send = (what: What) => {
    setAsked(undefined)
    answer(what)
  }
  return {
    asked: holding.by === 'other' ? asked?.what : undefined,
    request: what => {
      if (holding.by === 'other' && holding.id !== agreedOn) setAsked({ what })
      else send(what)
    },
    agree: () => {
      if (holding.by === 'other') setAgreedOn(holding.id)
      if (asked !== undefined) send(asked.what)
    },
    forget: () => setAsked(undefined),
  }
}
