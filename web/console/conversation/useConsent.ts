import { useState } from 'react'
import type { Holding } from './holding.ts'
import type { Answered } from './useCrossing.ts'

/** Asks an agent before they answer in another agent's conversation, or across the answer of a colleague. */
export interface Consent<What> {
  /** The agent is asked whether to send this. */
  readonly asked: What | undefined
  /** Answers, or asks first. */
  readonly request: (what: What) => void
  /** Answers, and asks no more while the same agent has the conversation, or about the same answer. */
  readonly agree: () => void
  readonly forget: () => void
}

/** Asks once for each agent who has the conversation, and for each answer that crosses the draft. `answer` sends. */
export function useConsent<What>(
  holding: Holding,
  crossing: Answered | undefined,
  answer: (what: What) => void,
): Consent<What> {
  const [agreedOn, setAgreedOn] = useState<string>()
  const [asked, setAsked] = useState<{ readonly what: What } | undefined>()
  const reason = holding.by === 'other' ? holding.id : crossing && `answer ${crossing.seq}`
  const send = (what: What) => {
    setAsked(undefined)
    answer(what)
  }
  return {
    asked: reason === undefined ? undefined : asked?.what,
    request: what => {
      if (reason !== undefined && reason !== agreedOn) setAsked({ what })
      else send(what)
    },
    agree: () => {
      setAgreedOn(reason)
      if (asked !== undefined) send(asked.what)
    },
    forget: () => setAsked(undefined),
  }
}
